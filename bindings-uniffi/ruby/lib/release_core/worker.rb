# frozen_string_literal: true

module ReleaseCore
  # A thread of the engine's that takes up what is due, until it is stopped; made by {Releases#start_worker}.
  class Worker
    # @private
    def initialize(native)
      @native = native
    end

    # Stops it, and waits for the round that it is in. What it has not done stays recorded and due. Stopping twice is
    # no error.
    # @return [void]
    def stop
      Boundary.call { @native.stop_async }
      nil
    end

    # Whether it was stopped, or has ended because the handle was closed.
    def ended?
      @native.has_ended
    end

    # What kept its last round from being done; nothing where that went well.
    # @return [Error, nil]
    def last_error
      trouble = @native.last_error
      trouble && Error.of(trouble)
    end
  end
end
