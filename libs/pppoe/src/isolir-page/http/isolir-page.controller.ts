import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Ip,
  Post,
  Query,
  Redirect,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { FORM_TYPES, languageOf, Public, RateLimit } from '@app/platform';
import { IsolirPages } from '../isolir-page.service';
import { isolirPage } from '../isolir-page.view';
import { FindIsolirBillDto, IsolirPageQueryDto } from './isolir-page.dto';

const HTML = 'text/html; charset=utf-8';

/** The page to which isolated subscribers are led. */
@ApiExcludeController()
@Controller({ path: 'isolir', version: VERSION_NEUTRAL })
export class IsolirPageController {
  constructor(private readonly pages: IsolirPages) {}

  /** What the subscriber owes who looks from this address. */
  @Get()
  @Public()
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async showIsolirPage(
    @Ip() ip: string,
    @Query() { lang }: IsolirPageQueryDto,
    @Headers('accept-language') accepted?: string,
  ): Promise<string> {
    return isolirPage(await this.pages.look(ip, lang ?? languageOf(accepted)));
  }

  /** The same for who says who he is. */
  @Post()
  @HttpCode(200)
  @Public()
  @RouteConfig({ bodyTypes: [FORM_TYPES.fields] })
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async findIsolirBill(
    @Ip() ip: string,
    @Query() { lang }: IsolirPageQueryDto,
    @Body() body: FindIsolirBillDto,
    @Headers('accept-language') accepted?: string,
  ): Promise<string> {
    return isolirPage(await this.pages.find(ip, body, lang ?? languageOf(accepted)));
  }
}

/** What phones and computers ask for over plain HTTP to find out whether a page wants to be seen first. */
export const CAPTIVE_CHECKS = [
  ...['generate_204', 'gen_204', 'hotspot-detect.html', 'library/test/success.html', 'connecttest.txt', 'ncsi.txt'],
  ...['redirect', 'success.txt', 'canonical.html'],
] as const;

/** Answered by leading to the page, so that the device pops it up. Relative, because the name that was asked for leads here. */
@ApiExcludeController()
@Controller({ version: VERSION_NEUTRAL })
export class CaptiveCheckController {
  @Get([...CAPTIVE_CHECKS])
  @Public()
  @RateLimit('none')
  @Header('cache-control', 'no-store')
  @Redirect('/isolir', 302)
  answerCaptiveCheck(): void {
    // why: the answer is all in the decorators
  }
}
