import { Body, Controller, Get, Module, Param, Post, Query, Req, type RawBodyRequest } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsEmail, IsIn, IsInt, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpAppOptions } from './create-http-app.js';
import { call, postJson, startApp, type RunningApp } from './running-app.fixture.js';

class ItemDto {
  @IsString() @Length(1, 40) sku: string;
  @IsInt() @Min(1) quantity: number;
}

class CustomerDto {
  @IsEmail() email: string;
}

class OrderDto {
  @IsString() orderId: string;
  @IsIn(['PEN', 'USD'], { context: { code: 'unknown_currency' } }) currency: string;
  @ValidateNested() @Type(() => CustomerDto) customer: CustomerDto;
  @IsOptional() @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => ItemDto) items?: ItemDto[];
}

class PageQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) limit?: number;
}

@Controller()
class ShopController {
  @Post('orders')
  create(@Body() order: OrderDto): { orderId: string; isDto: boolean } {
    return { orderId: order.orderId, isDto: order.customer instanceof CustomerDto };
  }

  @Post('orders/:id/cancel')
  cancel(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Post('raw')
  raw(@Req() request: RawBodyRequest<FastifyRequest>): { raw: string | undefined } {
    return { raw: request.rawBody?.toString() };
  }

  @Get('orders')
  list(@Query() query: PageQuery): { limit: number | null } {
    return { limit: query.limit ?? null };
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

describe('a request', () => {
  let running: RunningApp | undefined;

  afterEach(async () => {
    await running?.app.close();
  });

  async function start(options: Partial<HttpAppOptions> = {}): Promise<string> {
    running = await startApp(ShopModule, options);
    return running.url;
  }

  const order = { orderId: 'A-1', currency: 'PEN', customer: { email: 'rosa@example.pe' } };

  it('hands a valid body to the controller as its DTO', async () => {
    const url = await start();
    const answer = await postJson(`${url}/orders`, JSON.stringify(order));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ orderId: 'A-1', isDto: true });
  });

  it('names every wrong field once, by its path, with a code and a sentence', async () => {
    const url = await start();
    const body = {
      ...order,
      orderId: undefined,
      currency: 'EUR',
      customer: { email: 'nobody' },
      items: [
        { sku: 'A', quantity: 1 },
        { sku: '', quantity: 0, colour: 'red' },
      ],
      coupon: 'X',
    };
    const answer = await postJson(`${url}/orders`, JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 400, code: 'invalid_request' });
    const errors = answer.body['errors'] as { field: string; code: string; message: string }[];
    expect(Object.fromEntries(errors.map((error) => [error.field, error.code]))).toEqual({
      orderId: 'required',
      currency: 'unknown_currency',
      'customer.email': 'wrong_format',
      'items[1].sku': 'wrong_length',
      'items[1].quantity': 'out_of_range',
      'items[1].colour': 'unknown_field',
      coupon: 'unknown_field',
    });
    expect(errors).toHaveLength(7);
    for (const error of errors)
      expect(error.message).toMatch(new RegExp(`^${error.field.replace(/[[\].]/g, '\\$&')} .+\\.$`));
    expect(JSON.stringify(answer.body)).not.toContain('nobody');
  });

  it('says that a missing nested object is missing', async () => {
    const url = await start();
    const answer = await postJson(`${url}/orders`, JSON.stringify({ orderId: 'A', currency: 'PEN', customer: null }));
    expect(answer.body['errors']).toMatchObject([{ field: 'customer' }]);
  });

  it.each(['[]', '"text"', '5', 'null', '[{"orderId":"A-1"}]'])('refuses %s where an object belongs', async (body) => {
    const url = await start();
    const answer = await postJson(`${url}/orders`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_request', errors: [{ field: 'body', code: 'wrong_type' }] });
  });

  it('answers unparsable JSON with the mend and without an echo', async () => {
    const url = await start();
    const answer = await postJson(`${url}/orders`, '{"orderId": secret-thing}');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_request', errors: [{ field: 'body', code: 'invalid_json' }] });
    expect(JSON.stringify(answer.body)).not.toContain('secret-thing');
  });

  it('refuses a body that reaches for prototypes', async () => {
    const url = await start();
    const answer = await postJson(`${url}/orders`, '{"__proto__":{"admin":true}}');
    expect(answer.status).toBe(400);
  });

  it('refuses a body of another media type with 415', async () => {
    const url = await start();
    const answer = await call(`${url}/orders`, {
      method: 'POST',
      body: '<a/>',
      headers: { 'content-type': 'text/xml' },
    });
    expect(answer.status).toBe(415);
    expect(answer.body).toMatchObject({ code: 'unsupported_media_type', status: 415 });
    expect(answer.body['detail']).toContain('application/json');
  });

  it('refuses a body over the limit with 413 and names the limit', async () => {
    const url = await start({ bodyLimit: 1024 });
    const answer = await postJson(`${url}/orders`, JSON.stringify({ ...order, orderId: 'x'.repeat(2000) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'body_too_large' });
    expect(answer.body['detail']).toContain('1024');
  });

  it('takes an action without a body, with or without a JSON content type', async () => {
    const url = await start();
    expect((await call(`${url}/orders/7/cancel`, { method: 'POST' })).status).toBe(201);
    const answer = await postJson(`${url}/orders/7/cancel`, '');
    expect(answer.body).toMatchObject({ id: '7' });
  });

  it('keeps the exact bytes when asked to', async () => {
    const url = await start({ rawBody: true });
    const bytes = '{"b": 1,\n "a": 129.90}';
    expect((await postJson(`${url}/raw`, bytes)).body).toEqual({ raw: bytes });
  });

  it('transforms query parameters only where the DTO says so', async () => {
    const url = await start();
    expect((await call(`${url}/orders?limit=5`)).body).toEqual({ limit: 5 });
    const answer = await call(`${url}/orders?limit=many&page=2`);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([
      { field: 'page', code: 'unknown_field' },
      { field: 'limit', code: 'wrong_type' },
    ]);
  });

  it('that nests without end is refused with its field before any validator follows it', async () => {
    const url = await start();
    const deep = `{"orderId":"A-1","currency":"PEN","customer":${'{"email":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    const answer = await postJson(`${url}/orders`, deep);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code: 'wrong_type' })]);
  });

  it('with a null character is refused in a query and names nothing in a path', async () => {
    const url = await start();
    const query = await call(`${url}/orders?limit=1%00`);
    expect(query).toMatchObject({ status: 400, body: { errors: [{ field: 'limit', code: 'wrong_format' }] } });
    const path = await call(`${url}/orders/a%00b/cancel`, { method: 'POST' });
    expect(path).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
