import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Clock, CoreErrors } from '@app/core';
import { RequirePermission } from '../access/route-access';
import { ClockTravel } from './clock-travel';
import { ClockDto, TravelDto } from './dto/clock.dto';

/** The clock that can travel. These routes exist in the test environment and in the demo only. */
@ApiTags('test')
@ApiBearerAuth()
@Controller({ path: 'test/clock', version: '1' })
export class TestClockController {
  constructor(
    private readonly travel: ClockTravel,
    private readonly clock: Clock,
  ) {}

  /** The product's time. */
  @RequirePermission('system:travel')
  @Get()
  async readTestClock(): Promise<ClockDto> {
    return { now: this.clock.now().toISOString(), offsetMs: await this.travel.offsetMs() };
  }

  /** Move the time of the whole product. */
  @RequirePermission('system:travel')
  @HttpCode(200)
  @Post()
  async travelInTime(@Body() { offsetMs, now }: TravelDto): Promise<ClockDto> {
    if ((offsetMs === undefined) === (now === undefined)) {
      const message = { id: 'isi salah satu: offsetMs atau now', en: 'give one of offsetMs and now' };
      throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'offsetMs', code: 'ONE_OF', message }]);
    }
    if (offsetMs !== undefined) await this.travel.travelBy(offsetMs);
    else if (now !== undefined) await this.travel.travelTo(new Date(now));
    return this.readTestClock();
  }
}
