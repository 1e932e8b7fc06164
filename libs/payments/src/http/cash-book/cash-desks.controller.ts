import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { CashDesks } from '../../services/cash-book/cash-desks.service';
import { presentDesk } from './cash-book.presenter';
import {
  CashCategoryDto,
  CashCategoryListDto,
  CashDeskDto,
  CashDeskListDto,
  CreateCashCategoryDto,
  CreateCashDeskDto,
} from './dto/cash-book.dto';

/** Where offices keep their cash, and what it is spent on. */
@ApiTags('cash-book')
@ApiBearerAuth()
@Controller({ path: 'cash-desks', version: '1' })
export class CashDesksController {
  constructor(private readonly desks: CashDesks) {}

  /** The desks of your sites. */
  @Get()
  @RequirePermission(FieldPermissions['cash-book:read'])
  async listCashDesks(): Promise<CashDeskListDto> {
    return { items: (await this.desks.all()).map(presentDesk) };
  }

  /** Give a site a desk, with an account of its own: its cash lies there from now on. */
  @Post()
  @RequirePermission(FieldPermissions['cash-desk:write'])
  async createCashDesk(@Body() body: CreateCashDeskDto): Promise<CashDeskDto> {
    return presentDesk(await this.desks.add(body));
  }

  /** What cash entries may be for. */
  @Get('categories')
  @RequirePermission(FieldPermissions['cash-book:read'])
  async listCashCategories(): Promise<CashCategoryListDto> {
    return { items: await this.desks.categories() };
  }

  /** Add a category, with an account in the plan. */
  @Post('categories')
  @RequirePermission(FieldPermissions['cash-desk:write'])
  async createCashCategory(@Body() body: CreateCashCategoryDto): Promise<CashCategoryDto> {
    return this.desks.addCategory(body);
  }
}
