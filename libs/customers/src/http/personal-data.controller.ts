import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentActor, RateLimit, RequirePermission } from '@app/platform';
import { PersonalDataService } from '../personal-data/personal-data.service';
import { customerPresenter, presentPersonalData } from './customer.presenter';
import { CustomerDto } from './dto/customer.dto';
import { AnonymizeCustomerDto, PersonalDataDto } from './dto/personal-data.dto';

/** What a customer may ask for about his data. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller({ path: 'customers', version: '1' })
export class PersonalDataController {
  constructor(
    private readonly personalData: PersonalDataService,
    private readonly actor: CurrentActor,
  ) {}

  /** Everything that is kept about a customer, to hand it to him. */
  @Get(':id/export')
  @RateLimit('expensive')
  @RequirePermission('customer:export')
  async exportCustomer(@Param('id', ParseUUIDPipe) id: string): Promise<PersonalDataDto> {
    return presentPersonalData(await this.personalData.export(id));
  }

  /** Remove name, address and contacts of an archived customer, for good. Issued invoices stay as they are. */
  @Post(':id/anonymize')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('customer:anonymize')
  async anonymizeCustomer(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AnonymizeCustomerDto,
  ): Promise<CustomerDto> {
    return customerPresenter(this.actor.get())(await this.personalData.anonymize(id, body.version));
  }
}
