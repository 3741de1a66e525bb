import type { ChasquiConfig } from '#platform';

/** One service account as PagoEfectivo issues it (pagoefectivo-api.md §1). All three are plain text: sandbox keys open nothing. */
export interface SandboxCredentials {
  serviceId: string;
  accessKey: string;
  secretKey: string;
}

/** Development account of the sandbox; `standalone` seeds the product with the same three values. */
export const sandboxCredentials: Readonly<SandboxCredentials> = {
  serviceId: '1042',
  accessKey: 'CHASQUISANDBOXKEY001',
  secretKey: 'chasquiSandboxOnly/0000+0000/notASecret0',
};

/** The account that the configuration names when it names all of it, else the development account. */
export function credentialsOf(gateway: ChasquiConfig['gateway']): SandboxCredentials {
  const { serviceId, accessKey, secretKey } = gateway;
  if (serviceId === null || accessKey === null || secretKey === null) return { ...sandboxCredentials };
  return { serviceId, accessKey: accessKey.reveal(), secretKey: secretKey.reveal() };
}
