import { Controller, Get, Param, Query, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { ReceiptLinks } from '@app/payments';
import { languageOf, Public } from '@app/platform';
import { LinkMisses } from './link-misses.service';
import { field, languageField } from './pay-forms';
import { invalidPage } from './pay-page.view';
import { receiptPage } from './receipt.view';

/** The page at `/r/<number>?t=<code>`: says whether a receipt is genuine (payments.md 12.3). */
@ApiExcludeController()
@Controller({ path: 'r', version: VERSION_NEUTRAL })
export class ReceiptPageController {
  constructor(
    private readonly receipts: ReceiptLinks,
    private readonly misses: LinkMisses,
  ) {}

  @Public()
  @Get(':kind/:site/:year/:month/:no')
  async showReceipt(
    @Param() parts: Record<string, string>,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = languageField(field(query, 'lang')) ?? languageOf(request.headers['accept-language']);
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-language');
    const { kind, site, year, month, no } = parts;
    const name = [kind, site, year, month, no].join('/').slice(0, 80);
    const code = field(query, 't', 60);
    const receipt = await this.receipts.verify(name, code);
    if (receipt) {
      void reply.send(receiptPage(receipt, language, `/r/${receipt.number}?t=${code}`));
      return;
    }
    const isTooMuch = await this.misses.count(request.ip);
    void reply.status(isTooMuch ? 429 : 404).send(invalidPage(language, isTooMuch));
  }
}
