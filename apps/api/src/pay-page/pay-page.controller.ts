import {
  Controller,
  Get,
  Header,
  type RawBodyRequest,
  Param,
  Post,
  Query,
  Req,
  Res,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError, fill, type Language } from '@app/core';
import { type TargetRef } from '@app/payments';
import { FORM_TYPES, HttpErrors, languageOf, Public } from '@app/platform';
import { LinkMisses } from './link-misses.service';
import { PayActions } from './pay-actions.service';
import { field, fileForm, idField, languageField, wayOf } from './pay-forms';
import { PAY_SCRIPT, PAY_STYLE } from './pay-page.assets';
import { type Payer, PayPageService } from './pay-page.service';
import { PAY_TEXTS } from './pay-page.texts';
import { invalidPage, payPage } from './pay-page.view';

/** What a form of the page was sent with. */
interface Visit {
  token: string;
  path: string;
  language: Language;
  topUpId: string | undefined;
  /** The form that is being dealt with; it stays open when it is refused. */
  form?: 'proof' | 'top-up';
}

type PayForm = FastifyRequest<{ Params: { token: string } }>;

/** The page of a payer at `/p/<token>`: the token is the only key, and opens one customer (billing.md Z5). */
@ApiExcludeController()
@Controller({ path: 'p', version: VERSION_NEUTRAL })
export class PayPageController {
  constructor(
    private readonly pages: PayPageService,
    private readonly actions: PayActions,
    private readonly misses: LinkMisses,
  ) {}

  @Public()
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  @Get('assets/style.css')
  readPayStyle(): string {
    return PAY_STYLE;
  }

  @Public()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  @Get('assets/script.js')
  readPayScript(): string {
    return PAY_SCRIPT;
  }

  @Public()
  @Get(':token')
  async showPayPage(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = visitOf(token, query, request);
    await this.visit(visit, request, reply, (payer) => this.page(payer, visit));
  }

  @Public()
  @Get(':token/status')
  async readPayStatus(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = visitOf(token, query, request);
    await this.visit(visit, request, reply, async (payer) => {
      const target = targetOf(payer, visit);
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: target ? await this.actions.state(target) : 'NONE' });
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':token/pay')
  async choosePayWay(@Req() request: PayForm, @Res() reply: FastifyReply): Promise<void> {
    await this.post(request, reply, async (payer, visit) => {
      const way = wayOf(field(request.body, 'way'));
      const target = targetOf(payer, visit);
      if (!way || !target) throw HttpErrors.BAD_REQUEST();
      await this.actions.pay(payer, target, way, visit);
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':token/refresh')
  async refreshPayStatus(@Req() request: PayForm, @Res() reply: FastifyReply): Promise<void> {
    await this.post(request, reply, async (payer, visit) => {
      const target = targetOf(payer, visit);
      if (target) await this.actions.refresh(target);
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':token/top-up')
  async startPayTopUp(@Req() request: PayForm, @Res() reply: FastifyReply): Promise<void> {
    await this.post(request, reply, async (payer, visit) => {
      visit.form = 'top-up';
      const way = wayOf(field(request.body, 'way'));
      if (!way) throw HttpErrors.BAD_REQUEST();
      visit.topUpId = await this.actions.topUp(payer, field(request.body, 'amount'), way, visit);
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.multipart] })
  @Post(':token/proof')
  async sendPayProof(
    @Param('token') token: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = visitOf(token, {}, request);
    await this.visit(visit, request, reply, async (payer) => {
      const form = await fileForm(request);
      visit.language = languageField(form?.fields.lang) ?? visit.language;
      visit.form = 'proof';
      return this.act(payer, visit, reply, async () => {
        if (!form) throw HttpErrors.BAD_REQUEST();
        await this.actions.proof(payer, form);
      });
    });
  }

  /** Answers with what `show` makes; a token that opens nothing gets the same page whatever is wrong with it. */
  private async visit(
    visit: Visit,
    request: FastifyRequest,
    reply: FastifyReply,
    show: (payer: Payer) => Promise<string | undefined>,
  ): Promise<void> {
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-language');
    const payer = await this.pages.payerOf(visit.token);
    if (!payer) {
      const isTooMuch = await this.misses.count(request.ip);
      void reply.status(isTooMuch ? 429 : 404).send(invalidPage(visit.language, isTooMuch));
      return;
    }
    const page = await show(payer);
    if (page !== undefined) void reply.send(page);
  }

  /** A form without a file. */
  private async post(
    request: PayForm,
    reply: FastifyReply,
    work: (payer: Payer, visit: Visit) => Promise<void>,
  ): Promise<void> {
    const visit = visitOf(request.params.token, request.body, request);
    await this.visit(visit, request, reply, (payer) => this.act(payer, visit, reply, () => work(payer, visit)));
  }

  /** Does something and sends the payer back to his page; what a rule refuses is told on it. */
  private async act(
    payer: Payer,
    visit: Visit,
    reply: FastifyReply,
    work: () => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await work();
      const topUp = visit.topUpId === undefined ? '' : `&topUp=${visit.topUpId}`;
      const place = visit.form === 'proof' ? '#proof' : '';
      void reply.redirect(`${visit.path}?lang=${visit.language}${topUp}${place}`, 303);
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      void reply.status(error.kind === 'rate-limited' ? 429 : 422);
      return this.page(payer, visit, problemOf(error, visit.language));
    }
  }

  private async page(payer: Payer, visit: Visit, problem?: string): Promise<string> {
    const shown = problem === undefined ? visit : { ...visit, problem, refused: visit.form };
    return payPage(await this.pages.model(payer, shown));
  }
}

function visitOf(token: string, input: unknown, request: FastifyRequest): Visit {
  const language = languageField(field(input, 'lang')) ?? languageOf(request.headers['accept-language']);
  return { token, path: `/p/${token}`, language, topUpId: idField(field(input, 'topUp')) };
}

function targetOf({ invoiceId }: Payer, { topUpId }: Visit): TargetRef | undefined {
  if (topUpId !== undefined) return { kind: 'TOP_UP', id: topUpId };
  return invoiceId === undefined ? undefined : { kind: 'INVOICE', id: invoiceId };
}

/** A refusal in the payer's words; parameters are put in by the text itself, everything is escaped by the page. */
function problemOf({ definition, params }: DomainError, language: Language): string {
  if (definition.kind === 'unavailable') return PAY_TEXTS[language].unavailable;
  const detail = definition.detail ? fill(definition.detail[language], params) : '';
  return detail === '' ? definition.title[language] : `${definition.title[language]}. ${detail}`;
}
