import { type Fault } from './fault';

/** Ends every connection as soon as it is accepted. */
export function closeAtAcceptFault(how: 'fin' | 'rst'): Fault {
  return {
    accept(connection) {
      connection.end(how);
      return true;
    },
  };
}

/** Accepts connections and never answers anything on them: what a half-open peer looks like. */
export function halfOpenFault(): Fault {
  return {
    accept(connection) {
      connection.ignore();
      return true;
    },
    command: () => true, // connections that are open already fall silent too
  };
}

/** Never answers `/login`. */
export function silentLoginFault(): Fault {
  return { command: ({ request }) => request.command === '/login' };
}

/** Ends the connection instead of answering `/login`. */
export function closeAtLoginFault(how: 'fin' | 'rst'): Fault {
  return {
    command(exchange) {
      if (exchange.request.command !== '/login') return false;
      exchange.cut(how);
      return true;
    },
  };
}

/** Ends the connection once a reply has had so many rows; 0 = before the first. */
export function cutAfterRowsFault(rows: number, how: 'fin' | 'rst'): Fault {
  return {
    reply(exchange) {
      if (exchange.request.command === '/login' || exchange.rows <= rows) return false;
      exchange.cut(how);
      return true;
    },
  };
}

/** Keeps the connection open after the client has said goodbye. */
export function neverFinFault(): Fault {
  return { goodbye: () => true };
}
