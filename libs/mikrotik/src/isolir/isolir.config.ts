import { IsInt, IsIP, Matches, Max, Min, ValidateIf } from 'class-validator';
import { Env } from '@app/platform';

/** What isolir means on routers that say nothing else. */
export class IsolirConfig {
  @Env('ISOLIR_PORTAL_ADDRESS', {
    description:
      'IPv4 address of the page to which isolated subscribers are led; empty: it has to be given per router.',
  })
  @ValidateIf((config: IsolirConfig) => config.portalAddress !== '')
  @IsIP(4)
  portalAddress: string = '';

  @Env('ISOLIR_PORTAL_PORT', { description: 'Port of that page: plain HTTP.' })
  @IsInt()
  @Min(1)
  @Max(65_535)
  portalPort: number = 80;

  @Env('ISOLIR_ALLOW_HOSTS', {
    description:
      'Addresses and names that isolated subscribers may reach besides the portal, separated by commas: payment gateways.',
    example: 'app.duitku.com,passport.duitku.com',
  })
  @Matches(/^[A-Za-z0-9.-]+(\/\d{1,2})?$/, { each: true })
  allowHosts: string[] = [];

  @Env('ISOLIR_POOL_RANGE', { description: 'Addresses of isolated PPPoE subscribers, first-last.' })
  @Matches(/^(\d{1,3}\.){3}\d{1,3}-(\d{1,3}\.){3}\d{1,3}$/)
  poolRange: string = '10.253.0.2-10.253.63.254';

  @Env('ISOLIR_LOCAL_ADDRESS', { description: 'Address of the router towards isolated PPPoE subscribers.' })
  @IsIP(4)
  localAddress: string = '10.253.0.1';
}
