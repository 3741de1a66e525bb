import { Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EVENT_TYPES, EventFeed, FeedCursorError, FeedReader } from '#payments';
import type { FeedPage, FeedPatience, FeedQuery } from '#payments';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { notFound, problem } from '../problems/problem.js';
import { sendAnswer } from '../requests/http-answer.js';
import { instantOf } from '../requests/instant.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { FEED_RETENTION } from '../tokens.js';
import { EventAnswer, EventPageAnswer } from './event.answer.js';
import { ListEventsQuery } from './list-events.query.js';

@ShopApi('events', 'Events')
export class EventsController {
  constructor(
    @Inject(EventFeed) private readonly feed: EventFeed,
    @Inject(FeedReader) private readonly reader: FeedReader,
    @Inject(FEED_RETENTION) private readonly retention: string,
  ) {}

  @Get()
  @Scoped('events:read')
  @ApiOperation({
    operationId: 'listEvents',
    summary: 'Read the event feed',
    description:
      'Everything that webhooks are sent, in order, without gaps: keep `nextCursor` and ask again with `after`. Ask with `wait` to be answered as soon as something happens.',
  })
  @ApiQuery({
    name: 'type',
    required: false,
    enum: EVENT_TYPES,
    isArray: true,
    style: 'form',
    explode: false,
    description: 'Only these types, comma-separated.',
  })
  @ApiOkResponse({ type: EventPageAnswer })
  @Problems('invalid_request', 'cursor_invalid', 'cursor_ahead', 'cursor_expired')
  async list(@Caller() caller: ShopCaller, @Query() query: ListEventsQuery, @Res() reply: FastifyReply): Promise<void> {
    const { after = null, type = [], limit, since, until, wait } = query;
    const bounds = { since: since ? instantOf(since) : null, until: until ? instantOf(until) : null };
    const page = await this.read(
      { shopId: caller.shopId, after, types: type, limit, ...bounds },
      { waitMs: wait * 1000, signal: goneSignal(reply) },
    );
    // Events are text that was frozen when they were written; webhooks carry the same bytes.
    const data = page.events.map((event) => event.body).join(',');
    const rest = `"nextCursor":${JSON.stringify(page.nextCursor)},"hasMore":${page.hasMore},"retention":"${this.retention}"`;
    sendAnswer(reply, { status: 200, body: `{"data":[${data}],${rest}}`, headers: {} });
  }

  @Get(':id')
  @Scoped('events:read')
  @ApiOperation({ operationId: 'getEvent', summary: 'Look an event up' })
  @ApiParam({ name: 'id', example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  @ApiOkResponse({ type: EventAnswer })
  @Problems('not_found')
  async get(
    @Caller() caller: ShopCaller,
    @Param('id', new RecordIdPipe('event')) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const event = await this.feed.get({ shopId: caller.shopId, id });
    if (!event) throw notFound('event');
    sendAnswer(reply, { status: 200, body: event.body, headers: {} });
  }

  private async read(query: FeedQuery, patience: FeedPatience): Promise<FeedPage> {
    try {
      return await this.reader.read(query, patience);
    } catch (error) {
      if (error instanceof FeedCursorError) throw problem(error.code, error.message);
      throw error;
    }
  }
}

/** Aborts when the caller hangs up: nobody waits for its answer any more. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (raw.closed) gone.abort();
  else raw.once('close', () => gone.abort());
  return gone.signal;
}
