import { Controller, Get, Module, Post } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticated, type Problem, Public, RateLimit, RequirePermission } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';

@Controller({ path: 'probe', version: '1' })
class ProbeController {
  @Public()
  @RateLimit('login')
  @Post('login')
  probeLogin(): object {
    return {};
  }

  @Public()
  @Get('open')
  probeOpen(): object {
    return {};
  }
}

@Controller({ path: 'undeclared', version: '1' })
class UndeclaredController {
  @Get()
  readUndeclared(): object {
    return {};
  }
}

@Controller({ path: 'twice', version: '1' })
class TwiceController {
  @Public()
  @Authenticated()
  @Get()
  readTwice(): object {
    return {};
  }

  @RequirePermission('nothing:declared')
  @Get('unknown')
  readUnknownPermission(): object {
    return {};
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}
@Module({ controllers: [UndeclaredController, TwiceController] })
class UnclearModule {}

describe('access declarations and rate limits', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({
      database,
      modules: [ProbeModule],
      env: { RATE_LIMIT_SIGN_IN_PER_MINUTE: '3', RATE_LIMIT_PER_MINUTE: '20', TRUSTED_PROXIES: '127.0.0.1' },
    });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const from = (address: string, method: 'GET' | 'POST', url: string) =>
    app.inject({ method, url, headers: { 'x-forwarded-for': address, 'accept-language': 'en' } });

  it('limits a security bucket per address', async () => {
    for (let n = 0; n < 3; n++)
      expect((await from('198.51.100.1', 'POST', '/api/v1/probe/login')).statusCode).toBe(201);
    const answer = await from('198.51.100.1', 'POST', '/api/v1/probe/login');
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([429, 'HTTP_RATE_LIMITED']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('198.51.100.1', 'GET', '/api/v1/probe/open')).statusCode).toBe(200);
    expect((await from('198.51.100.2', 'POST', '/api/v1/probe/login')).statusCode).toBe(201);
  });

  it('limits everything of one address together, but not its health checks', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 22; n++) statuses.add((await from('198.51.100.9', 'GET', '/api/v1/probe/open')).statusCode);
    expect([...statuses].sort()).toEqual([200, 429]);
    expect((await from('198.51.100.9', 'GET', '/health/live')).statusCode).toBe(200);
  });

  it('does not start with a route whose access is not clear', async () => {
    const boot = createApiApp({ database, modules: [UnclearModule] });
    await expect(boot).rejects.toThrow(/UndeclaredController\.readUndeclared .* has none of/);
    await expect(createApiApp({ database, modules: [UnclearModule] })).rejects.toThrow(
      /readTwice .* more than one[\s\S]*unknown permission nothing:declared/,
    );
  });
});
