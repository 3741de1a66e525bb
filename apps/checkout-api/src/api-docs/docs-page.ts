import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { asyncApiDocument } from './asyncapi.js';

/** Everything of the page comes from here; Swagger UI sets styles on elements. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves `/docs` to people, `/openapi.json` and `/asyncapi.json` to programs. Call it before the app listens. */
export function serveDocs(app: NestFastifyApplication, document: OpenAPIObject): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (/^\/docs(?:[/?]|$)/.test(request.url)) reply.header('content-security-policy', POLICY);
    done();
  });
  const events = asyncApiDocument(document);
  fastify.get('/asyncapi.json', () => events);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Chasqui Checkout API',
    customCss: '.swagger-ui .topbar { display: none }',
    // The validator badge would be fetched from another site.
    swaggerOptions: { validatorUrl: null, tryItOutEnabled: false, defaultModelsExpandDepth: 0 },
  });
}
