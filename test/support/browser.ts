import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { engineCache } from '../../src/engine/embedded/engine.ts';
import { makeDirectory } from '../../src/engine/embedded/home.ts';
import { identify } from '../../src/engine/embedded/process.ts';
import { packageRoot } from '../../src/package-root.ts';

const PACKAGE = join(packageRoot, 'node_modules', '@sparticuz', 'chromium');

/** The archive's font wherever it was unpacked, so that lines break alike on every machine; signs it lacks, of the machine's. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <match target="pattern">
    <edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;

/**
 * A Chromium that no system package has to bring: the one at PLAYWRIGHT_CHROMIUM or CHROME where that is set, on Linux
 * for x64 the one inside an npm package, elsewhere the Chrome that is installed.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await whichBrowser());
}

async function whichBrowser(): Promise<LaunchOptions> {
  const chosen = process.env.PLAYWRIGHT_CHROMIUM || process.env.CHROME;
  if (chosen) return { executablePath: chosen };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
  const unpacked = await unpackChromium();
  return {
    executablePath: join(unpacked, 'chromium'),
    args: ['--no-zygote', '--font-render-hinting=none'],
    // The archive carries the libraries and the font that a bare machine lacks; the machine's own come after them.
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: [join(unpacked, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_PATH: join(unpacked, 'fonts'),
    },
  };
}

/** Once for this user and version. Of several that unpack at the same time the first one counts. */
async function unpackChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const cache = join(dirname(engineCache()), 'chromium');
  const target = join(cache, version);
  if (existsSync(target)) return target;
  makeDirectory(cache);
  for (const name of readdirSync(cache)) {
    const pid = /^\.draft-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && identify(Number(pid)) === undefined) rmSync(join(cache, name), { recursive: true });
  }
  const draft = mkdtempSync(join(cache, `.draft-${process.pid}-`));
  try {
    await unpackInto(draft);
    writeFileSync(join(draft, 'fonts', 'fonts.conf'), FONTS);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** The package unpacks into the directory for temporary files, and its libraries only where it takes itself to be at Amazon's. */
function unpackInto(directory: string): Promise<void> {
  const code = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: packageRoot,
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`Chromium cannot be unpacked into ${directory} (exit code ${code}).`)),
    );
  });
}
