import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { type NewTaxCode, TaxCodesService } from '../../services/catalogue/tax-codes.service';
import {
  AddTaxRateDto,
  CreateTaxCodeDto,
  TaxCodeDto,
  TaxCodeListDto,
  type TaxRateTermsDto,
  UpdateTaxCodeDto,
} from './dto/tax-code.dto';

/** Tax codes and their rates, the same at every site. */
@ApiTags('tax codes')
@ApiBearerAuth()
@Controller({ path: 'tax-codes', version: '1' })
export class TaxCodesController {
  constructor(private readonly taxCodes: TaxCodesService) {}

  /** All tax codes. */
  @Get()
  @RequirePermission('plan:read')
  async listTaxCodes(): Promise<TaxCodeListDto> {
    return { items: await this.taxCodes.list() };
  }

  /** One tax code. */
  @Get(':code')
  @RequirePermission('plan:read')
  async getTaxCode(@Param('code') code: string): Promise<TaxCodeDto> {
    return this.taxCodes.get(code);
  }

  /** Create a tax code with its first rate. */
  @Post()
  @Idempotent()
  @RequirePermission('tax:write')
  async createTaxCode(
    @Body() { rate, exempt = false, withholding = false, ...row }: CreateTaxCodeDto,
  ): Promise<TaxCodeDto> {
    return this.taxCodes.create({ ...row, exempt, withholding, rate: termsOf(rate) });
  }

  /** Change a tax code, for invoices that are issued from now on. */
  @Patch(':code')
  @RequirePermission('tax:write')
  async updateTaxCode(
    @Param('code') code: string,
    @Body() { version, ...patch }: UpdateTaxCodeDto,
  ): Promise<TaxCodeDto> {
    return this.taxCodes.update(code, version, patch);
  }

  /** Announce a rate from an issue date on. */
  @Post(':code/rates')
  @Idempotent()
  @RequirePermission('tax:write')
  async addTaxRate(@Param('code') code: string, @Body() body: AddTaxRateDto): Promise<TaxCodeDto> {
    return this.taxCodes.addRate(code, { ...termsOf(body), validFrom: body.validFrom });
  }
}

function termsOf({ num, den, displayBaseNum, displayBaseDen, displayRate }: TaxRateTermsDto): NewTaxCode['rate'] {
  return {
    ...{ num, den },
    displayBaseNum: displayBaseNum ?? null,
    displayBaseDen: displayBaseDen ?? null,
    displayRate: displayRate ?? null,
  };
}
