import { Controller, Get, Header, Headers, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { languageOf, Public } from '@app/platform';
import { LANDING_SCRIPT, LANDING_STYLE } from './landing.assets';
import { LandingService } from './landing.service';
import { landingPage } from './landing.view';

/** The page at `/` and its two files. */
@ApiExcludeController()
@Controller({ version: VERSION_NEUTRAL })
export class LandingController {
  constructor(private readonly landing: LandingService) {}

  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('vary', 'accept-language')
  @Get()
  async showLandingPage(@Headers('accept-language') language?: string): Promise<string> {
    return landingPage(await this.landing.model(languageOf(language)));
  }

  @Public()
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @Get('landing/style.css')
  readLandingStyle(): string {
    return LANDING_STYLE;
  }

  @Public()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @Get('landing/script.js')
  readLandingScript(): string {
    return LANDING_SCRIPT;
  }
}
