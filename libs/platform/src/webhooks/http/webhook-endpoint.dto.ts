import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { pageDto } from '../../http/dto/page.dto';
import { PageQueryDto } from '../../http/dto/page-query.dto';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState, type WebhookEndpoint } from '../webhook-endpoint';

const TOPIC = /^(\*|[a-z-]+(\.[a-z0-9-]+)*(\.\*)?)$/;
const ONE_LINE = /^[^\p{Cc}]*$/u;

/** Where events are sent to. */
export class WebhookEndpointDto {
  id: string;

  /** @example "https://hooks.contoh.net/langgan" */
  url: string;

  description: string;

  /**
   * Topics of `GET /webhook-endpoints/topics`, or beginnings of them with `*` at the end.
   * @example ["billing.*", "payments.payment.recorded.v1"]
   */
  topics: string[];

  /** Nothing is sent while it is not; what waits is kept. */
  active: boolean;

  /** Failed attempts in a row. */
  failures: number;

  /** Nothing is sent before this moment, because the last attempts failed. */
  @ApiProperty({ type: Date, nullable: true })
  retryAt: Date | null;

  /** Until then webhooks carry a second signature, made with the secret before. */
  @ApiProperty({ type: Date, nullable: true })
  previousSecretUntil: Date | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;

  static of(endpoint: WebhookEndpoint): WebhookEndpointDto {
    const { id, url, description, topics, active, failures, retryAt, previousSecretUntil } = endpoint;
    const { version, createdAt, updatedAt } = endpoint;
    const row = { id, url, description, topics, active, failures, retryAt, previousSecretUntil };
    return Object.assign(new WebhookEndpointDto(), { ...row, version, createdAt, updatedAt });
  }
}

export class WebhookEndpointPageDto extends pageDto(WebhookEndpointDto) {}

/** Sort: `createdAt` (default, newest first). */
export class WebhookEndpointListQueryDto extends PageQueryDto {
  /** Only active ones, or only the others. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
}

export class CreateWebhookEndpointDto {
  /** https, to a public address or one of `OUTBOUND_ALLOWED_NETWORKS`. */
  @IsString()
  @MaxLength(2_000)
  url: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE)
  description?: string;

  /** Topics, or beginnings of topics with `*` at the end; `*` alone is every event. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @Matches(TOPIC, { each: true })
  topics: string[];
}

export class UpdateWebhookEndpointDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  url?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE)
  description?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @Matches(TOPIC, { each: true })
  topics?: string[];

  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

/** An endpoint and the secret of its signatures, which is shown this once. */
export class WebhookEndpointSecretDto {
  endpoint: WebhookEndpointDto;

  /**
   * `Langgan-Signature: t=<unix seconds>,v1=<hex>` is HMAC-SHA256 with this secret over `t`, a dot and the raw body.
   * @example "whsec_…"
   */
  secret: string;
}

export class RotateWebhookSecretDto {
  /** How long the secret before still signs as well; 0 ends it at once. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours?: number;
}

/** What can be subscribed to. */
export class WebhookTopicListDto {
  items: string[];
}

/** Sort: `createdAt` (default, newest first). */
export class WebhookDeliveryListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(WEBHOOK_DELIVERY_STATES)
  state?: WebhookDeliveryState;

  /** Only events of this topic. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  topic?: string;
}
