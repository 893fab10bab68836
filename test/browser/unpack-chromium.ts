/**
 * Run as a program by browser.ts with TMPDIR set to the folder to fill: @sparticuz/chromium unpacks into
 * the system's temporary folder only, under fixed names that two runs at once would spoil.
 */
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
