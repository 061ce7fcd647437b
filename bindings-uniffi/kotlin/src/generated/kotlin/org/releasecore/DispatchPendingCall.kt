// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.dispatchPending], with its options. */
public class DispatchPendingCall internal constructor(engine: Engine) :
    Call<Dispatched>(engine, "dispatch_pending", { Dispatched.read(it) }) {
}
