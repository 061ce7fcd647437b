// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

internal const val VERSION: String = "0.1.0"
