// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.live], with its options. */
public class LiveCall internal constructor(engine: Engine) :
    Call<Live>(engine, "live", { Live.read(it) }) {
}
