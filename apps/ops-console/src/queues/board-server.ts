import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  ControllerHandlerReturnType,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app';

/** What bull-board asks of a web server, gathered while it is built; `QueueBoard` serves it. */
export class BoardServer implements IServerAdapter {
  queues: BullBoardQueues = new Map();
  routes: AppControllerRoute[] = [];
  uiConfig: UIConfig = {};
  staticFolder = '';
  pageRoutes: string[] = [];
  private viewFolder = '';
  private page: AppViewRoute['handler'] | null = null;
  private onError: ((error: Error) => ControllerHandlerReturnType) | null = null;

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(folder: string): this {
    this.viewFolder = folder;
    return this;
  }

  setStaticPath(_route: string, folder: string): this {
    this.staticFolder = folder;
    return this;
  }

  setEntryRoute({ route, handler }: AppViewRoute): this {
    this.pageRoutes = [route].flat();
    this.page = handler;
    return this;
  }

  setErrorHandler(handler: (error: Error) => ControllerHandlerReturnType): this {
    this.onError = handler;
    return this;
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    this.routes = routes;
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.uiConfig = config;
    return this;
  }

  answerTo(error: unknown): ControllerHandlerReturnType {
    if (!this.onError) throw error;
    return this.onError(error instanceof Error ? error : new Error(String(error)));
  }

  /** The dashboard's page under a path. Throws when it holds anything but the two kinds of placeholder it is known for. */
  async renderPage(basePath: string): Promise<string> {
    if (!this.page) throw new Error('bull-board brought no page');
    const { name, params } = this.page({ basePath, uiConfig: this.uiConfig });
    const template = await readFile(join(this.viewFolder, name), 'utf8');
    const values = new Map(Object.entries(params));
    return template
      .replaceAll(REMOTE_STYLESHEET, '')
      .replaceAll(/<%([-=])\s*(\w+)\s*%>|<%/g, (placeholder, kind: string | undefined, key: string) => {
        if (kind === undefined) throw new Error(`bull-board's page holds ${placeholder}, which is not understood`);
        const value = String(values.get(key) ?? '');
        return kind === '-' ? value : escapeHtml(value);
      });
  }
}

/** Nothing of the console is loaded from elsewhere; the page falls back to the system's fonts. */
const REMOTE_STYLESHEET = /<link href="https?:\/\/[^>]*>/g;

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
