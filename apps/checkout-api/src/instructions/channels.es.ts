import type { ChannelTexts } from './channel-texts.js';

/** Lo que lee quien paga. Los datos (códigos, topes, comisiones) están en channels.ts con su fuente y fecha. */
export const CHANNELS_ES: ChannelTexts = {
  review: {
    on: '2026-11-25',
    sources: ['paysafe', 'paymentPages'],
    note: 'Las rutas de menú conocidas son de 2018: los pasos nombran solo lo que todas comparten, pagar un servicio a la empresa PagoEfectivo.',
  },
  kinds: {
    wallet: {
      title: 'Billetera digital',
      steps: [
        'Abre la página de PagoEfectivo de este pago: ahí está el código QR.',
        'Escanéalo con {channel}. Si pagas con este mismo celular, abre esa página en otra pantalla.',
        'Revisa que el monto sea {amount} y confirma.',
      ],
    },
    bank: {
      title: 'Banca por internet o app',
      steps: [
        'Entra a la app o a la web de {channel}.',
        'Busca «Pago de servicios» y elige la empresa PagoEfectivo.',
        'Si te pide el servicio, elige {service}. Escribe el código CIP {cip}.',
        'Revisa que el monto sea {amount}, confirma y guarda tu constancia.',
      ],
    },
    agent: {
      title: 'Efectivo en agente o tienda',
      steps: [
        'Acércate a {channel} con {amount} y este código.',
        'Pide pagar a PagoEfectivo y dicta tu código CIP.',
        'Revisa el monto antes de pagar y guarda tu constancia.',
      ],
    },
  },
  feeNotes: {
    'bcp-agent': 'En la ventanilla del banco puede haber una comisión (se ha visto {fee}). Pregunta antes de pagar.',
    'interbank-agent': 'En Interbank Market puede haber una comisión (se ha visto {fee}). Pregunta antes de pagar.',
  },
  services: { PEN: 'PagoEfectivo Soles', USD: 'PagoEfectivo en dólares' },
  reasons: {
    above_maximum: 'Recibe hasta {max} por pago',
    no_link: 'Necesita la página de PagoEfectivo, y este código llegó sin su enlace',
  },
  dollars:
    'Este pago es en dólares: mostramos solo bancos, porque no consta que billeteras ni agentes reciban dólares.',
};

/** Lo que se dice en caja: en español en cualquier idioma de la página, porque lo escucha el cajero. */
export const COUNTER_SENTENCES = {
  plain: 'Quiero pagar a PagoEfectivo. Mi código CIP es {cip} y son {amount}.',
  withCompanyCode:
    'Quiero pagar a PagoEfectivo, código de empresa {companyCode}. Mi código CIP es {cip} y son {amount}.',
} as const;
