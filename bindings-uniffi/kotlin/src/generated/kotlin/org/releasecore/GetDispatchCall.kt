// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getDispatch], with its options. */
public class GetDispatchCall internal constructor(engine: Engine) :
    Call<Dispatch>(engine, "get_dispatch", { Dispatch.read(it) }) {
}
