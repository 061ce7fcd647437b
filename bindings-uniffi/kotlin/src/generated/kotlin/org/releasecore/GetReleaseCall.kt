// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getRelease], with its options. */
public class GetReleaseCall internal constructor(engine: Engine) :
    Call<Release>(engine, "get_release", { Release.read(it) }) {
}
