import { Module } from '@nestjs/common';
import { RouterCacheInvalidation } from './cache/router-cache-invalidation';
import { CommandJournal } from './journal/command-journal';
import { RouterCommandWatch } from './journal/router-command-watch';
import { CommandWatch } from './pool';
import { CommandLogRepository } from './repositories/command-log.repository';
import { RouterFactsRepository } from './repositories/router-facts.repository';
import { RouterPasswordRepository } from './repositories/router-password.repository';
import { RouterCredentials } from './security/router-credentials';
import { RouterPasswords } from './security/router-passwords';
import { RouterIdentity } from './services/router-identity.service';

/** What stands between the pool and the routers: which router it is, what may be written, what was written. */
@Module({
  providers: [
    CommandJournal,
    CommandLogRepository,
    RouterCacheInvalidation,
    RouterCredentials,
    RouterFactsRepository,
    RouterIdentity,
    RouterPasswordRepository,
    RouterPasswords,
    { provide: CommandWatch, useClass: RouterCommandWatch },
  ],
  exports: [
    CommandJournal,
    CommandLogRepository,
    CommandWatch,
    RouterCacheInvalidation,
    RouterCredentials,
    RouterFactsRepository,
    RouterIdentity,
    RouterPasswordRepository,
    RouterPasswords,
  ],
})
export class RouterGuardModule {}
