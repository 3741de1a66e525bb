// @ts-check
/** @import { OrderState } from '../types.js' */
/** @import { Field } from '../checkout/checkout-form.js' */
/** @import { RefusalKind } from '../web/refusal.js' */
/** @import { SandboxShopper } from '../checkout/sandbox-shoppers.js' */

/** Everything that the shop says, in Spanish. Plain text: the templates escape it. */
export const es = {
  htmlLang: 'es-PE',
  locale: 'es-PE',
  brand: 'Illari',
  tagline: 'Hecho a mano en el Perú',
  skip: 'Ir al contenido',
  nav: 'Principal',
  shop: 'Tienda',
  cart: 'Carrito',
  cartCount: (/** @type {number} */ count) => (count === 1 ? '1 pieza en el carrito' : `${count} piezas en el carrito`),
  otherLanguage: 'English',
  testMode: 'Tienda de prueba: no se cobra dinero de verdad ni se envía nada.',
  forEngineers: 'Para quien integra',
  backOffice: 'Trastienda',
  paymentDescription: (/** @type {string} */ orderId) => `Illari, pedido ${orderId}`,
  /** @type {Readonly<Record<string, { name: string, origin: string, about: string }>>} */
  products: {
    CHALINA: {
      name: 'Chalina de alpaca',
      origin: 'Puno',
      about: 'Alpaca bebé, teñida con cochinilla. Abriga sin pesar.',
    },
    TORITO: {
      name: 'Torito de Pucará',
      origin: 'Pucará',
      about: 'Cerámica modelada y pintada a mano. Cuida la casa desde el tejado.',
    },
    'CAFE-250': {
      name: 'Café de Villa Rica, 250 g',
      origin: 'Villa Rica',
      about: 'Tostado medio, con notas de panela y naranja. En grano.',
    },
    'CACAO-70': {
      name: 'Chocolate de Piura, 70 %',
      origin: 'Piura',
      about: 'Cacao blanco de Morropón y azúcar de caña. Nada más.',
    },
    CHULLO: {
      name: 'Chullo de Taquile',
      origin: 'Taquile',
      about: 'Tejido por hombres de la isla, como manda la costumbre.',
    },
    'SAL-MARAS': {
      name: 'Sal rosada de Maras, 300 g',
      origin: 'Cusco',
      about: 'Cosechada a mano en pozas que ya usaban los incas.',
    },
  },
  home: {
    title: 'Cosas buenas, de lejos y de cerca',
    lead: 'Seis piezas de talleres y chacras que conocemos por su nombre. Pagas en efectivo, con tu banco o tu billetera: no necesitas tarjeta.',
    steps: ['Eliges', 'Recibes un código', 'Pagas en la bodega, el agente o tu app', 'Te lo enviamos'],
    products: 'Productos',
    add: 'Agregar',
    addNamed: (/** @type {string} */ name) => `Agregar al carrito: ${name}`,
    few: (/** @type {number} */ left) => (left === 1 ? 'Queda 1' : `Quedan ${left}`),
    left: (/** @type {number} */ left) => `${left} disponibles`,
    soldOut: 'Agotado',
  },
  basket: {
    title: 'Tu carrito',
    empty: 'Todavía no hay nada aquí.',
    lastOrder: 'Tu último pedido:',
    toShop: 'Ver los productos',
    more: 'Seguir comprando',
    quantity: (/** @type {string} */ name) => `Cantidad de ${name}`,
    update: 'Actualizar',
    remove: 'Quitar',
    removeNamed: (/** @type {string} */ name) => `Quitar del carrito: ${name}`,
    each: 'c/u',
    total: 'Total',
    shipping: 'El envío dentro del Perú está incluido.',
    checkout: 'Continuar',
    short: (/** @type {string} */ name, /** @type {number} */ left) =>
      left === 0
        ? `${name} se acaba de agotar: quítalo para continuar.`
        : `De ${name} solo quedan ${left}: cambia la cantidad para continuar.`,
  },
  checkout: {
    title: 'Tus datos',
    lead: 'Con esto PagoEfectivo te envía el código de pago y nosotros tu pedido.',
    required: 'Todos los campos son necesarios, salvo el que dice opcional.',
    optional: 'opcional',
    /** @type {Readonly<Record<Field, string>>} */
    labels: {
      firstName: 'Nombre',
      lastName: 'Apellidos',
      email: 'Correo electrónico',
      phone: 'Celular',
      documentNumber: 'DNI',
    },
    /** @type {Readonly<Record<Field, string | null>>} */
    hints: {
      firstName: null,
      lastName: null,
      email: 'Aquí llega el código de pago.',
      phone: '9 dígitos, por ejemplo 987 654 321.',
      documentNumber: null,
    },
    /** @type {Readonly<Record<Field, string>>} */
    wrong: {
      firstName: 'Escribe tu nombre, con 100 letras como máximo.',
      lastName: 'Escribe tus apellidos, con 100 letras como máximo.',
      email: 'Escribe un correo completo, por ejemplo rosa@example.pe.',
      phone: 'Escribe los 9 dígitos de tu celular, empezando por 9.',
      documentNumber: 'El DNI tiene 8 dígitos: corrígelo o déjalo vacío.',
    },
    problems: 'Falta corregir algo:',
    refused: 'No pudimos crear el código de pago y no se cobró nada. Revisa tus datos y vuelve a intentarlo.',
    refusedBecause: (/** @type {string} */ reason) =>
      `PagoEfectivo no aceptó el pedido: «${reason}» No se cobró nada. Corrige tus datos y vuelve a intentarlo.`,
    summary: 'Resumen',
    pay: 'Pagar con PagoEfectivo',
    payNote: 'En el siguiente paso verás tu código y dónde pagarlo.',
    sandbox: 'Solo en modo de prueba',
    shopper: '¿Qué hace este comprador?',
    shopperHint: 'El sandbox lo lee del comienzo del correo. Con dinero de verdad este campo no existe.',
    /** @type {Readonly<Record<SandboxShopper, string>>} */
    shoppers: {
      '': 'Espera a que tú pulses «Pagar» en el sandbox',
      'paid+': 'Paga solo, en un segundo',
      'paid-twice+': 'Paga dos veces',
      'never-notified+': 'Paga y PagoEfectivo no avisa',
      'late+': 'Paga después del plazo',
      'wrong-amount+': 'Paga otro monto',
      'reversed+': 'Paga y el agente lo revierte',
      'timeout+': 'PagoEfectivo no responde al primer pedido de código',
      'rejected+': 'PagoEfectivo rechaza el pedido',
    },
  },
  order: {
    title: (/** @type {string} */ orderId) => `Pedido ${orderId}`,
    /** @type {Readonly<Record<OrderState, { title: string, body: string }>>} */
    states: {
      preparing: {
        title: 'Estamos preparando tu código de pago',
        body: 'PagoEfectivo tarda más que de costumbre. No hagas otro pedido: esta página se actualiza sola.',
      },
      waiting: {
        title: 'Esperamos tu pago',
        body: 'Tu pedido está reservado. Cuando pagues, esta página lo mostrará sola.',
      },
      closing: {
        title: 'El plazo para pagar terminó',
        body: 'Si ya pagaste, no hagas nada: estamos confirmándolo con PagoEfectivo. No pagues ahora.',
      },
      review: {
        title: 'Estamos revisando tu pago',
        body: 'Recibimos dinero que una persona debe revisar. No pagues otra vez: te escribiremos a tu correo.',
      },
      paid: { title: '¡Gracias! Recibimos tu pago', body: 'Estamos preparando tu paquete.' },
      shipped: { title: '¡Tu pedido está en camino!', body: 'Recibimos tu pago y tu paquete ya salió.' },
      expired: {
        title: 'Este pedido venció sin pago',
        body: 'No se cobró nada y las piezas volvieron a la tienda. No pagues el código anterior.',
      },
      cancelled: { title: 'Este pedido fue cancelado', body: 'No se cobró nada. No pagues el código anterior.' },
      failed: { title: 'No pudimos crear el código de pago', body: 'No se cobró nada. Puedes pedir otra vez.' },
      reversed: {
        title: 'Tu pago fue revertido',
        body: 'PagoEfectivo devolvió el dinero. Te escribiremos a tu correo.',
      },
      refunded: { title: 'Te devolvimos el dinero', body: 'El detalle está en tu correo.' },
    },
    steps: ['Pedido hecho', 'Pago recibido', 'Enviado'],
    stepsLabel: 'Avance del pedido',
    done: 'listo',
    toPay: 'Ver mi código y pagar',
    deadline: (/** @type {string} */ words) => `Paga antes del ${words} (hora del Perú).`,
    paidAt: (/** @type {string} */ words) => `Pagado el ${words} (hora del Perú).`,
    again: 'Pedir otra vez',
    watching: 'Esta página se actualiza sola.',
    items: 'Lo que pediste',
    toShop: 'Volver a la tienda',
  },
  desk: {
    title: 'Trastienda',
    lead: 'Lo que la tienda sabe de sus pedidos. Envía cuando llega order.paid, una sola vez por pedido.',
    none: 'Todavía no hay pedidos.',
    columns: ['Pedido', 'Cliente', 'Monto', 'Estado', 'Eventos recibidos y verificados', 'Envío'],
    /** @type {Readonly<Record<string, string>>} */
    states: {
      asked: 'pidiendo el código',
      refused: 'sin pago',
      created: 'preparando',
      pending: 'esperando pago',
      expiring: 'cerrando',
      paid: 'pagado',
      expired: 'vencido',
      cancelled: 'cancelado',
      failed: 'fallido',
      refunded: 'devuelto',
      reversed: 'revertido',
    },
    inReview: 'en revisión',
    reminded: 'recordatorio enviado',
    shipped: 'enviado',
    released: 'stock liberado',
    held: 'stock reservado',
    foreign: (/** @type {number} */ count) =>
      count === 1
        ? 'Desde que arrancó la tienda llegó 1 evento de un pedido que no es suyo.'
        : `Desde que arrancó la tienda llegaron ${count} eventos de pedidos que no son suyos.`,
  },
  /** @type {Readonly<Record<RefusalKind, { title: string, body: string }>>} */
  refusals: {
    forbidden: {
      title: 'Esta acción vino de otra página',
      body: 'Por tu seguridad no la hicimos. Vuelve a la tienda e inténtalo desde ahí.',
    },
    backOfficeClosed: {
      title: 'La trastienda está cerrada',
      body: 'Se abre solo en la misma máquina (http://localhost), o con la contraseña BACK_OFFICE_PASSWORD.',
    },
    notFound: {
      title: 'No encontramos esta página',
      body: 'Revisa que la dirección esté completa, o vuelve a la tienda.',
    },
    methodNotAllowed: { title: 'Así no se abre esta página', body: 'Vuelve a la tienda y empieza desde ahí.' },
    tooLarge: { title: 'Lo que enviaste es demasiado grande', body: 'Acorta el texto y vuelve a intentarlo.' },
    broken: {
      title: 'Algo falló de nuestro lado',
      body: 'No se cobró nada con esta acción. Espera un momento y vuelve a intentarlo.',
    },
  },
};
