import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { ProductsService } from '../../services/catalogue/products.service';
import { presentProduct, presentProductPrice } from './catalogue.presenter';
import {
  AddProductPriceDto,
  CreateProductDto,
  ProductDto,
  ProductListQueryDto,
  ProductPageDto,
  ProductPriceDto,
  ProductPriceListDto,
  UpdateProductDto,
} from './dto/product.dto';

/** Products and their prices. */
@ApiTags('products')
@ApiBearerAuth()
@Controller({ path: 'products', version: '1' })
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  /** Products that your sites sell; sorts: code, name, createdAt. */
  @Get()
  @RequirePermission('plan:read')
  async listProducts(@Query() query: ProductListQueryDto): Promise<ProductPageDto> {
    return presentPage(await this.products.list(query, query), presentProduct);
  }

  /** One product. */
  @Get(':id')
  @RequirePermission('plan:read')
  async getProduct(@Param('id', ParseUUIDPipe) id: string): Promise<ProductDto> {
    return presentProduct(await this.products.get(id));
  }

  /** Create a product with its first price. */
  @Post()
  @Idempotent()
  @RequirePermission('plan:write')
  async createProduct(@Body() { price, ...product }: CreateProductDto): Promise<ProductDto> {
    return presentProduct(await this.products.create({ ...product, price: MoneyDto.toMoney(price) }));
  }

  /** Change a product. Fields that are not sent stay as they are. */
  @Patch(':id')
  @RequirePermission('plan:write')
  async updateProduct(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateProductDto,
  ): Promise<ProductDto> {
    return presentProduct(await this.products.update(id, version, patch));
  }

  /** All prices of a product, newest first. */
  @Get(':id/prices')
  @RequirePermission('plan:read')
  async listProductPrices(@Param('id', ParseUUIDPipe) id: string): Promise<ProductPriceListDto> {
    return { items: (await this.products.prices(id)).map(presentProductPrice) };
  }

  /** Announce a price from a day on. */
  @Post(':id/prices')
  @Idempotent()
  @RequirePermission('plan:write')
  async addProductPrice(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AddProductPriceDto,
  ): Promise<ProductPriceDto> {
    return presentProductPrice(await this.products.addPrice(id, MoneyDto.toMoney(body.price), body.validFrom));
  }
}
