import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../../..');
const MIGRATIONS = 'libs/platform/src/database/migrations';

/** SQL of one method (or of a function outside of any class) over scoped tables. */
export interface Statement {
  /** `InvoiceRepository.find`. */
  where: string;
  tables: string[];
  /** A condition of `ScopeFilter` is part of it. */
  filtered: boolean;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return ['node_modules', 'testing', 'migrations'].includes(entry.name) ? [] : sourcesBelow(path);
    return entry.isFile() && path.endsWith('.ts') && !/(\.spec|-spec)\.ts$/.test(path) ? [path] : [];
  });
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every table that a migration creates. */
export function createdTables(): string[] {
  const texts = readdirSync(join(root, MIGRATIONS)).map((name) => read(`${MIGRATIONS}/${name}`));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/create (?:unlogged )?table (\w+) \(/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)].sort();
}

/** Every statement of libs and apps over one of these tables. */
export function statements(tables: ReadonlySet<string>): Statement[] {
  const files = [...sourcesBelow('libs'), ...sourcesBelow('apps')].map((path) => ({ path, text: read(path) }));
  const entities = new Map(
    files.flatMap(({ text }) =>
      [...text.matchAll(/@Entity\('(\w+)'\)\s*export class (\w+)/g)].map((match): [string, string] => [
        match[2] ?? '',
        match[1] ?? '',
      ]),
    ),
  );
  return files.flatMap(({ path, text }) => statementsOf(path, text, tables, entities));
}

function statementsOf(
  path: string,
  text: string,
  tables: ReadonlySet<string>,
  entities: ReadonlyMap<string, string>,
): Statement[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(file);
  const bodies = bodiesOf(file);
  return [...bodies].flatMap(([where, body]) => {
    const touched = tablesOf(withConstants(body, constants), tables, entities);
    if (touched.length === 0) return [];
    const filtered = withOwnMethods(where, bodies).some((node) => /this\.scope\s*\.\w+\(/.test(node.getText()));
    return [{ where, tables: touched, filtered }];
  });
}

function constantsOf(file: ts.SourceFile): Map<string, ts.Node> {
  const declared = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => [...one.declarationList.declarations]);
  return new Map(
    declared.flatMap(({ name, initializer }): [string, ts.Node][] =>
      ts.isIdentifier(name) && initializer ? [[name.text, initializer]] : [],
    ),
  );
}

/** Functions by name, members of classes by `Class.member`. */
function bodiesOf(file: ts.SourceFile): Map<string, ts.Node> {
  const functions = file.statements
    .filter(ts.isFunctionDeclaration)
    .map((one): [string, ts.Node] => [nameOf(one), one]);
  const members = file.statements
    .filter(ts.isClassDeclaration)
    .flatMap((owner) =>
      owner.members.map((member): [string, ts.Node] => [`${nameOf(owner)}.${nameOf(member)}`, member]),
    );
  return new Map([...functions, ...members]);
}

const nameOf = ({ name }: { name?: ts.Node }): string => name?.getText() ?? '';

/** A body with the constants of the file that it names, and those that they name. */
function withConstants(body: ts.Node, constants: ReadonlyMap<string, ts.Node>): ts.Node[] {
  const nodes = [body];
  const seen = new Set<string>();
  for (const node of nodes) {
    visit(node, (inner) => {
      const constant = ts.isIdentifier(inner) && !seen.has(inner.text) ? constants.get(inner.text) : undefined;
      if (!constant || !ts.isIdentifier(inner)) return;
      seen.add(inner.text);
      nodes.push(constant);
    });
  }
  return nodes;
}

/** A method with the private ones that it calls. */
function withOwnMethods(where: string, bodies: ReadonlyMap<string, ts.Node>): ts.Node[] {
  const [owner] = where.split('.');
  const names = [where];
  for (const name of names) {
    for (const [, called] of bodies
      .get(name)
      ?.getText()
      .matchAll(/this\.(\w+)\(/g) ?? []) {
      const other = `${owner}.${called}`;
      if (bodies.has(other) && !names.includes(other)) names.push(other);
    }
  }
  return names.flatMap((name) => bodies.get(name) ?? []);
}

function tablesOf(
  nodes: readonly ts.Node[],
  tables: ReadonlySet<string>,
  entities: ReadonlyMap<string, string>,
): string[] {
  const found = new Set<string>();
  for (const node of nodes) {
    visit(node, (inner) => {
      if (isText(inner)) {
        for (const [, name = ''] of inner.text.matchAll(/\b(?:from|join|update|into|truncate)\s+(\w+)/gi))
          found.add(name);
      } else if (ts.isCallExpression(inner) && /\b(repository|getRepository)$/.test(inner.expression.getText())) {
        found.add(entities.get(inner.arguments[0]?.getText() ?? '') ?? '');
      }
    });
  }
  return [...found].filter((name) => tables.has(name)).sort();
}

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node);

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => {
    visit(child, see);
  });
}
