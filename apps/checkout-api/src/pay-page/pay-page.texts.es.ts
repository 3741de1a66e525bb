import type { PayPageTexts } from './pay-page.texts.js';

export const PAY_PAGE_TEXTS_ES: PayPageTexts = {
  htmlLang: 'es-PE',
  unnamedShop: 'Pago con PagoEfectivo',
  order: (orderId) => `Pedido ${orderId}`,
  payer: (maskedName) => `a nombre de ${maskedName}`,
  amountLabels: { due: 'Monto a pagar', paid: 'Pagado', other: 'Monto' },
  test: 'Modo de prueba: aquí no se mueve dinero de verdad.',
  codeLabel: 'Código de pago (CIP)',
  spokenCode: (number) => `Dígito por dígito: ${[...number].join(' ')}`,
  copy: 'Copiar código',
  copied: 'Copiado',
  deadline: (words) => `Paga antes de ${words}`,
  limaTime: 'Hora del Perú',
  remaining: 'Te quedan',
  share: 'Enviar por WhatsApp',
  calendar: 'Agregar al calendario',
  print: 'Imprimir',
  actions: 'Guarda o comparte tu código',
  openGateway: 'Abrir la página de PagoEfectivo',
  openGatewayHint: 'Ahí están el código QR para billeteras y el buscador de agentes.',
  newTab: 'se abre en otra pestaña',
  howToPay: 'Cómo pagar',
  howToPayHint: 'Elige dónde te queda mejor. Todos reciben el mismo código.',
  andMore: (names, more) => `${names} y ${more} más`,
  kindHints: {
    wallet: 'Con el código QR de la página de PagoEfectivo',
    bank: 'Como un pago de servicios, desde tu cuenta',
    agent: 'Con tu código y el monto exacto en efectivo',
  },
  sayAtTheCounter: 'Qué decir en caja',
  companyCodes: 'Código de empresa',
  watching: 'Esperando tu pago. Esta página se actualiza sola.',
  reload: 'Actualizar ahora',
  paidAt: (words) => `A ${words}`,
  operation: 'N.º de operación',
  backToShop: 'Volver a la tienda',
  otherLanguage: 'English',
  about: 'El pago lo recibe PagoEfectivo. Si tienes dudas sobre tu pedido, escribe a la tienda.',
  shareText: ({ cip, amount, deadline, url }) =>
    `Código PagoEfectivo (CIP): ${cip}\nMonto: ${amount}\nPaga antes de ${deadline} (hora del Perú)\nCómo pagar: ${url}`,
  calendarSummary: (amount) => `Último momento para pagar ${amount} en PagoEfectivo`,
  calendarText: ({ cip, deadline, url }) =>
    `Código de pago (CIP): ${cip}\nPaga antes de ${deadline} (hora del Perú)\nCómo pagar: ${url}`,
  states: {
    preparing: {
      title: 'Estamos preparando tu código',
      body: 'Toma unos segundos. No hagas otro pedido: esta página se actualiza sola.',
    },
    waiting: {
      title: 'Paga con este código',
      body: 'En la app o web de tu banco, con tu billetera digital o en efectivo en un agente.',
    },
    codeless: {
      title: 'Por ahora no hay un código para pagar',
      body: 'Si tenías un código de este pedido, ya no lo uses: pide otro en la tienda. Si esto cambia, esta página se actualiza sola.',
      advice: [
        {
          title: 'Si ya pagaste',
          body: 'No pagues otra vez. Cuando llegue tu pago, esta página lo dirá. Guarda tu constancia.',
        },
      ],
    },
    closing: {
      title: 'El plazo para pagar terminó',
      body: 'Estamos confirmando si llegó tu pago. Toma unos minutos y esta página se actualiza sola.',
      advice: [
        { title: 'Si ya pagaste', body: 'No pagues otra vez: espera aquí la confirmación y guarda tu constancia.' },
        { title: 'Si no pagaste', body: 'Ya no uses el código. Podrás hacer un pedido nuevo en la tienda.' },
      ],
    },
    received: {
      title: '¡Recibimos tu pago!',
      body: 'La tienda ya lo sabe y sigue con tu pedido. No tienes que hacer nada más.',
    },
    review: {
      title: 'Estamos revisando tu pago',
      body: 'Llegó dinero para este pedido, pero fuera de plazo o por otro monto. La tienda lo está revisando y te avisará. No pagues otra vez.',
    },
    expired: {
      title: 'El código venció',
      body: 'No llegó ningún pago a tiempo y el pedido se cerró. Ya no pagues con este código.',
      advice: [
        {
          title: 'Si todavía quieres tu compra',
          body: 'Vuelve a la tienda y haz un pedido nuevo: tendrás otro código.',
        },
        {
          title: 'Si ya pagaste',
          body: 'No pagues otra vez. Cuando llegue tu pago, esta página lo dirá, y la tienda decidirá contigo si envía el pedido o devuelve el dinero. Escríbele y ten a mano tu constancia.',
        },
      ],
    },
    cancelled: {
      title: 'El pedido fue cancelado',
      body: 'Ya no pagues con el código que tenías.',
      advice: [
        { title: 'Si todavía quieres tu compra', body: 'Vuelve a la tienda y haz un pedido nuevo.' },
        {
          title: 'Si ya pagaste',
          body: 'Escribe a la tienda y ten a mano tu constancia. Cuando llegue tu pago, esta página lo dirá.',
        },
      ],
    },
    failed: {
      title: 'No se pudo generar el código',
      body: 'No se te ha cobrado nada. Vuelve a la tienda e inténtalo otra vez, o elige otra forma de pago.',
    },
    reversed: {
      title: 'Tu pago fue anulado',
      body: 'El banco o agente anuló el pago de este pedido. Escribe a la tienda para saber cómo seguir.',
    },
    refunded: {
      title: 'Tu pago fue devuelto',
      body: 'La tienda devolvió el dinero de este pedido. Según tu banco, puede tardar unos días en verse.',
    },
  },
  unknown: {
    title: 'No encontramos este pago',
    body: 'Revisa que el enlace esté completo o vuelve a abrirlo desde la tienda o desde tu correo.',
  },
  broken: {
    title: 'Algo falló de nuestro lado',
    body: 'Tu pedido y tu código siguen como estaban. Vuelve a cargar la página en unos segundos.',
  },
  busy: {
    title: 'Hay muchas consultas desde tu red',
    body: 'Tu pedido y tu código siguen como estaban. Espera un minuto y vuelve a cargar la página.',
  },
};
