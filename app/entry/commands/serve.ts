import { defineCommand } from '../define-command.ts';
import { flag, otherwise, path, UsageError, whole } from '../options.ts';
import { serve as serveStudio } from '../serve.ts';

export const serve = defineCommand({
  name: 'serve',
  summary: 'Open the studio in a browser of this computer. Press Enter for a new link.',
  example: 'serve --project pets --port 0 --no-open',
  options: {
    project: path('DIR', 'the project to open; the page asks unless told'),
    port: otherwise(whole('N', 'any free one unless told'), 0),
    'no-open': flag('print the link and open no browser'),
  },
  run({ project, port, 'no-open': noBrowser }) {
    if (port > 65_535) {
      throw new UsageError('--port takes 0 to 65535.');
    }
    return serveStudio({ folder: project ?? null, port, browser: !noBrowser });
  },
});
