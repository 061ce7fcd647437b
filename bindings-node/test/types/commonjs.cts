// Never run: the types as CommonJS has them.
import releaseCore = require('release-core');

export const opened: Promise<releaseCore.Releases> = releaseCore.Releases.open('memory:');
