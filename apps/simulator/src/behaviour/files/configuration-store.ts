/** Backups of the whole configuration, by the name of their file. */
export interface ConfigurationStore {
  save(name: string): void;
  has(name: string): boolean;
  /** Puts a backup in place and reboots. */
  load(name: string): void;
}
