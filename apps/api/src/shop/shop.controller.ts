import { Controller, Get, Param, Post, Query, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError, fill, type Language } from '@app/core';
import { clientKey, FORM_TYPES, HttpErrors, languageOf, Public, RateLimiter } from '@app/platform';
import { field, languageField, wayOf } from '../pay-page/pay-forms';
import { PAY_TEXTS } from '../pay-page/pay-page.texts';
import { type OrderVisit, ShopService } from './shop.service';
import { SHOP_TEXTS } from './shop.texts';
import { closedPage, orderPage, type ShopForm, shopPage } from './shop.view';

const TEN_MINUTES = 600_000;
const VISITS = { bucket: 'shop-visit', limit: 400, windowMs: TEN_MINUTES };
const ORDERS = { bucket: 'voucher-order', limit: 20, windowMs: TEN_MINUTES };
const PHONES = { bucket: 'voucher-order-phone', limit: 6, windowMs: TEN_MINUTES };
const STARTS = { bucket: 'shop-pay', limit: 20, windowMs: TEN_MINUTES };

/** The voucher shop of a site at `/shop/<code>`: pick, pay, receive. Without a bundle, and works without the script. */
@ApiExcludeController()
@Controller({ path: 'shop', version: VERSION_NEUTRAL })
export class ShopController {
  constructor(
    private readonly shop: ShopService,
    private readonly limiter: RateLimiter,
  ) {}

  @Public()
  @Get(':site')
  async showShop(
    @Param('site') site: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = languageIn(query, request);
    await this.send(request, reply, language, async () => shopPage(await this.shop.orders.shop(site), language));
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':site/orders')
  async orderInShop(
    @Param('site') site: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body } = request;
    const language = languageIn(body, request);
    const form = {
      profileId: field(body, 'profileId'),
      phone: field(body, 'phone', 20),
      name: field(body, 'name', 80),
    };
    await this.send(request, reply, language, async () => {
      const shop = await this.shop.orders.shop(site);
      const problem = await this.tried(reply, language, async () => {
        const path = await this.order(shop.site.code, form, language, request.ip);
        void reply.redirect(`${path}?lang=${language}`, 303);
      });
      return problem === undefined ? undefined : shopPage(shop, language, { ...form, problem });
    });
  }

  @Public()
  @Get(':site/o/:token')
  async showShopOrder(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = languageIn(query, request);
    await this.send(request, reply, language, async () => this.page(await this.visit(token, language)));
  }

  @Public()
  @Get(':site/o/:token/status')
  async readShopStatus(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(request, reply, 'id', async () => {
      const { order } = await this.visit(token, 'id');
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify({ state: await this.shop.refresh(order) });
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':site/o/:token/pay')
  async payShopOrder(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act(token, request, reply, async (visit) => {
      const way = wayOf(field(request.body, 'way'));
      if (!way) throw HttpErrors.BAD_REQUEST();
      await this.limiter.take(STARTS, visit.order.id);
      await this.shop.pay(visit, way);
    });
  }

  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Post(':site/o/:token/refresh')
  async refreshShopOrder(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act(token, request, reply, async ({ order }) => {
      await this.shop.refresh(order);
    });
  }

  private async order(siteCode: string, form: ShopForm, language: Language, ip: string): Promise<string> {
    const phone = (form.phone ?? '').replace(/[\s.-]/g, '');
    if (!/^\+?\d{8,15}$/.test(phone)) throw HttpErrors.BAD_REQUEST();
    await this.limiter.take(ORDERS, clientKey(ip));
    await this.limiter.take(PHONES, phone);
    const buyer = { profileId: form.profileId ?? '', buyerPhone: phone, buyerName: form.name ?? '', language };
    const { token } = await this.shop.orders.create({ siteCode, ...buyer });
    return `/shop/${siteCode}/o/${token}`;
  }

  private async visit(token: string, language: Language): Promise<OrderVisit> {
    const order = await this.shop.orders.byToken(token);
    return { order, path: `/shop/${order.siteCode}/o/${token}`, language };
  }

  private async page(visit: OrderVisit): Promise<string> {
    return orderPage(visit.order, await this.shop.model(visit));
  }

  /** Does something and sends the buyer back to his order; what a rule refuses is told there. */
  private async act(
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
    work: (visit: OrderVisit) => Promise<void>,
  ): Promise<void> {
    const language = languageIn(request.body, request);
    await this.send(request, reply, language, async () => {
      const visit = await this.visit(token, language);
      const problem = await this.tried(reply, language, async () => {
        await work(visit);
        void reply.redirect(`${visit.path}?lang=${language}`, 303);
      });
      return problem === undefined ? undefined : this.page({ ...visit, problem });
    });
  }

  /** @returns what a rule refused, in the buyer's words */
  private async tried(reply: FastifyReply, language: Language, work: () => Promise<void>): Promise<string | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      void reply.status(error.kind === 'rate-limited' ? 429 : 422);
      return problemOf(error, language);
    }
  }

  /** Sends the page; shops and orders that are none look the same. */
  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    language: Language,
    show: () => Promise<string | undefined>,
  ): Promise<void> {
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-language');
    await this.limiter.take(VISITS, clientKey(request.ip));
    try {
      const page = await show();
      if (page !== undefined) void reply.send(page);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      void reply.status(404).send(closedPage(language));
    }
  }
}

const languageIn = (input: unknown, request: FastifyRequest): Language =>
  languageField(field(input, 'lang')) ?? languageOf(request.headers['accept-language']);

function problemOf(error: DomainError, language: Language): string {
  const { definition, params } = error;
  if (HttpErrors.BAD_REQUEST.matches(error)) return SHOP_TEXTS[language].badPhone;
  if (definition.kind === 'unavailable') return PAY_TEXTS[language].unavailable;
  const detail = definition.detail ? fill(definition.detail[language], params) : '';
  return detail === '' ? definition.title[language] : `${definition.title[language]}. ${detail}`;
}
