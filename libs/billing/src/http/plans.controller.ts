import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { PlansService } from '../services/plans.service';
import { presentPlan, presentPrice } from './billing.presenter';
import {
  AddPlanPriceDto,
  CreatePlanDto,
  PlanDto,
  PlanListQueryDto,
  PlanPageDto,
  PlanPriceDto,
  PlanPriceListDto,
  SetPlanProductsDto,
  UpdatePlanDto,
} from './dto/plan.dto';

/** Plans and their prices. */
@ApiTags('plans')
@ApiBearerAuth()
@Controller({ path: 'plans', version: '1' })
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  /** Plans that your sites sell; sorts: code, name, createdAt. */
  @Get()
  @RequirePermission('plan:read')
  async listPlans(@Query() query: PlanListQueryDto): Promise<PlanPageDto> {
    return presentPage(await this.plans.list(query, query), presentPlan);
  }

  /** One plan. */
  @Get(':id')
  @RequirePermission('plan:read')
  async getPlan(@Param('id', ParseUUIDPipe) id: string): Promise<PlanDto> {
    return presentPlan(await this.plans.get(id));
  }

  /** Create a plan with its first price. */
  @Post()
  @Idempotent()
  @RequirePermission('plan:write')
  async createPlan(@Body() body: CreatePlanDto): Promise<PlanDto> {
    const { price, ...plan } = body;
    return presentPlan(await this.plans.create({ ...plan, price: MoneyDto.toMoney(price) }));
  }

  /** Change a plan. Fields that are not sent stay as they are. */
  @Patch(':id')
  @RequirePermission('plan:write')
  async updatePlan(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdatePlanDto): Promise<PlanDto> {
    const { version, ...patch } = body;
    return presentPlan(await this.plans.update(id, version, patch));
  }

  /** Replace what comes with a plan: bundled add-ons and setup fees. */
  @Put(':id/products')
  @RequirePermission('plan:write')
  async setPlanProducts(@Param('id', ParseUUIDPipe) id: string, @Body() body: SetPlanProductsDto): Promise<PlanDto> {
    return presentPlan(await this.plans.setProducts(id, body.version, body.products));
  }

  /** All prices of a plan, newest first. */
  @Get(':id/prices')
  @RequirePermission('plan:read')
  async listPlanPrices(@Param('id', ParseUUIDPipe) id: string): Promise<PlanPriceListDto> {
    return { items: (await this.plans.prices(id)).map(presentPrice) };
  }

  /** Announce a price from a day on. */
  @Post(':id/prices')
  @Idempotent()
  @RequirePermission('plan:write')
  async addPlanPrice(@Param('id', ParseUUIDPipe) id: string, @Body() body: AddPlanPriceDto): Promise<PlanPriceDto> {
    return presentPrice(await this.plans.addPrice(id, MoneyDto.toMoney(body.price), body.validFrom, body.appliesTo));
  }
}
