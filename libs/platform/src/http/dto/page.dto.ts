import { type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Page } from '@app/core';

/** Makes the response class of a list: `class CustomerPageDto extends pageDto(CustomerDto) {}`. */
export function pageDto<T>(item: Type<T>): Type<Page<T>> {
  class PageDto implements Page<T> {
    @ApiProperty({ type: [item], description: 'The rows of this page.' })
    items: T[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'Pass it as `cursor` for the next page; null on the last.',
    })
    nextCursor: string | null;

    @ApiProperty({ type: Number, required: false, description: 'Rows of the whole list, only with `withTotal=true`.' })
    total?: number;
  }
  return PageDto;
}

/** The same page with its rows presented. */
export function presentPage<T, R>(page: Page<T>, present: (row: T) => R): Page<R> {
  return { ...page, items: page.items.map(present) };
}
