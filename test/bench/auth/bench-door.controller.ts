import { Controller, Get, Module } from '@nestjs/common';
import { SitesModule, SitesService } from '@app/iam';
import { Public, RateLimit, RequirePermission } from '@app/platform';

interface SiteNames {
  items: string[];
}

/** One read behind two doors: what they differ in is authentication and authorisation alone. */
@Controller({ path: 'bench', version: '1' })
export class BenchDoorController {
  constructor(private readonly sites: SitesService) {}

  /** Anybody. */
  @Get('public')
  @Public()
  @RateLimit('none')
  readPublic(): Promise<SiteNames> {
    return this.read();
  }

  /** Whoever may see sites. */
  @Get('authorised')
  @RequirePermission('site:read')
  @RateLimit('none')
  readAuthorised(): Promise<SiteNames> {
    return this.read();
  }

  private async read(): Promise<SiteNames> {
    return { items: (await this.sites.all()).map(({ name }) => name) };
  }
}

@Module({ imports: [SitesModule], controllers: [BenchDoorController] })
export class BenchDoorModule {}
