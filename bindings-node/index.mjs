import releaseCore from './index.js';

export const { ERROR_CODES, ERROR_KINDS, ReleaseError, Releases, compareVersions, parseCandidateVersion } = releaseCore;
