import { type Simulator } from '../simulator';
import { routerOf } from './api-routes';
import { overviewPage } from './overview-page';
import { type ControlAnswer, type HttpRouter } from './http-router';
import { routerPage } from './router-page';
import { SCRIPT } from './page-script';
import { STYLE } from './page-style';
import { type Html } from './html';

const page = ({ source }: Html): ControlAnswer => ({ type: 'text/html', text: `<!doctype html>${source}` });

/** The pages for people; everything they do goes over the JSON API. */
export function addPageRoutes(routes: HttpRouter, simulator: Simulator): void {
  routes
    .on('GET /', () => page(overviewPage(simulator.routers, simulator.payments?.url)))
    .on('GET /routers/:name', (request) => page(routerPage(routerOf(simulator, request), request.query)))
    .on('GET /assets/style.css', () => ({ type: 'text/css', text: STYLE }))
    .on('GET /assets/page.js', () => ({ type: 'text/javascript', text: SCRIPT }))
    .on('GET /favicon.ico', () => ({ type: 'image/svg+xml', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' }));
}
