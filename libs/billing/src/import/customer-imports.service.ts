import { Injectable } from '@nestjs/common';
import { IMPORT_FORMATS } from './import-format';
import { UploadedLists } from './uploaded-lists.service';

/** Lists of customers. */
@Injectable()
export class CustomerImports extends UploadedLists {
  protected readonly formats = IMPORT_FORMATS;
  protected readonly area = 'customers';
}
