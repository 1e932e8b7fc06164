import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { BusinessCalendar } from '../../services/catalogue/business-calendar.service';
import { CreateHolidayDto, HolidayDto, HolidayListDto, HolidayQueryDto } from './dto/holiday.dto';

/** Days off. */
@ApiTags('billing')
@ApiBearerAuth()
@Controller({ path: 'holidays', version: '1' })
export class HolidaysController {
  constructor(private readonly calendar: BusinessCalendar) {}

  /** Days off between two days, by day; at most 1,000. */
  @Get()
  @RequirePermission('billing:read')
  async listHolidays(@Query() { from, to, siteId }: HolidayQueryDto): Promise<HolidayListDto> {
    return { items: await this.calendar.list(from, to, siteId ?? null) };
  }

  /** Add a day off. Invoices that were issued keep their day of isolation. */
  @Post()
  @Idempotent()
  @RequirePermission('billing:configure')
  async createHoliday(@Body() { siteId, day, name }: CreateHolidayDto): Promise<HolidayDto> {
    return this.calendar.add({ siteId: siteId ?? null, day, name });
  }

  /** Remove a day off. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('billing:configure')
  async deleteHoliday(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.calendar.remove(id);
  }
}
