// @ts-check
// node examples/quickstart/take-an-order.mjs: takes one order from its payment page to its end.
// `npm start` in another terminal prints the address and the key to set as CHASQUI_URL and CHASQUI_API_KEY.
import { setTimeout as wait } from 'node:timers/promises';
import { Chasqui } from '@chasqui/client';

const { CHASQUI_URL = 'http://localhost:3000', CHASQUI_API_KEY = '' } = process.env;
const { payments } = new Chasqui({ baseUrl: CHASQUI_URL, apiKey: CHASQUI_API_KEY });
const customer = { email: 'rosa@example.pe' };
let payment = await payments.create({ orderId: crypto.randomUUID(), amount: '129.90', currency: 'PEN', customer });
console.log(`Send the shopper to ${payment.paymentPageUrl}`);
while (['created', 'pending', 'expiring'].includes(payment.state))
  payment = await wait(1_000).then(() => payments.get(payment.id));
console.log(`Order ${payment.orderId} is ${payment.state}`);
