import { type ConfigurationStore } from '../behaviour/files/configuration-store';
import { writeFile } from '../behaviour/files/files.commands';
import { type Power } from '../behaviour/system/system.commands';
import { type RouterState } from '../engine/router-state';
import { restoreMenus, savedMenus, type SavedMenus } from './flash';

/** `/system/backup`: whole configurations, kept with their files. */
export class Backups implements ConfigurationStore {
  private readonly saved = new Map<string, SavedMenus>();

  constructor(
    private readonly state: RouterState,
    private readonly power: Power,
  ) {}

  save(name: string): void {
    this.saved.set(name, savedMenus(this.state));
    writeFile(this.state, name, `backup of ${this.state.clock.dateTime()}`);
  }

  has(name: string): boolean {
    return this.saved.has(name) && this.state.exists('/file', name);
  }

  load(name: string): void {
    const menus = this.saved.get(name);
    if (menus === undefined) return;
    restoreMenus(this.state, menus);
    this.power.reboot();
  }
}
