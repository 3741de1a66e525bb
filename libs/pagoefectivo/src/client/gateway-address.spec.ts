import { describe, expect, it } from 'vitest';
import { parseGatewayAddress } from './gateway-address.js';

describe('the address of the gateway', () => {
  it.each([
    ['https://services.pagoefectivo.pe/', 'https://services.pagoefectivo.pe', ''],
    ['https://pre1a.services.pagoefectivo.pe', 'https://pre1a.services.pagoefectivo.pe', ''],
    ['https://relay.example/pe//', 'https://relay.example', '/pe'],
    ['http://127.0.0.1:3003/', 'http://127.0.0.1:3003', ''],
    ['http://[::1]:3003', 'http://[::1]:3003', ''],
    ['http://localhost:3003', 'http://localhost:3003', ''],
    ['http://sandbox:3003/', 'http://sandbox:3003', ''],
    ['http://sandbox.chasqui.svc.cluster.local', 'http://sandbox.chasqui.svc.cluster.local', ''],
    ['http://10.1.2.3', 'http://10.1.2.3', ''],
  ])('may be %s', (baseUrl, origin, prefix) => {
    expect(parseGatewayAddress(baseUrl)).toEqual({ origin, prefix });
  });

  it.each([
    'http://services.pagoefectivo.pe/',
    'http://pre.services.pagoefectivo.pe/',
    'http://8.8.8.8/',
    'http://172.32.0.1/',
    'http://[2001:db8::1]/',
    'http://127.0.0.1.example.com/',
    'https://user:password@services.pagoefectivo.pe/',
    'https://services.pagoefectivo.pe/?a=b',
    'ftp://services.pagoefectivo.pe/',
    'services.pagoefectivo.pe',
    '',
  ])('may not be %s (R5: HTTPS only, but for a sandbox at home)', (baseUrl) => {
    expect(() => parseGatewayAddress(baseUrl)).toThrow(RangeError);
  });
});
