import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { UsersService } from '../services/users.service';
import { CreateUserDto, UpdateUserDto, UserDto, UserListQueryDto, UserPageDto } from './dto/user.dto';
import { presentUser } from './iam.presenter';

/** Staff. */
@ApiTags('iam')
@ApiBearerAuth()
@Controller({ path: 'users', version: '1' })
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** Staff users; sorts: name, email, createdAt. */
  @Get()
  @RequirePermission('user:read')
  async listUsers(@Query() query: UserListQueryDto): Promise<UserPageDto> {
    return presentPage(await this.users.list(query, query), presentUser);
  }

  /** One staff user. */
  @Get(':id')
  @RequirePermission('user:read')
  async getUser(@Param('id', ParseUUIDPipe) id: string): Promise<UserDto> {
    return presentUser(await this.users.get(id));
  }

  /** Create a staff user, with a role and sites not above your own. */
  @Post()
  @RequirePermission('user:write')
  async createUser(@Body() body: CreateUserDto): Promise<UserDto> {
    return presentUser(await this.users.create(body));
  }

  /** Change a staff user. A changed role, scope or status ends his access tokens at once. */
  @Patch(':id')
  @RequirePermission('user:write')
  async updateUser(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateUserDto): Promise<UserDto> {
    const { version, ...edit } = body;
    return presentUser(await this.users.update(id, version, edit));
  }
}
