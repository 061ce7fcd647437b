# frozen_string_literal: true

module ReleaseCore
  # The default of an option for which `nil` means something.
  # @private
  UNSAID = Object.new.freeze
  private_constant :UNSAID

  # What callers hand in, as the engine's JSON has it.
  # @private
  module Given
    class << self
      # What is said, without what is `nil`.
      def arguments(with)
        with.compact.transform_values { |value| NONE.equal?(value) ? nil : value }
      end

      # Seconds as whole milliseconds.
      def milliseconds(value, field)
        return value unless value.is_a?(Numeric)
        return (value * 1000).round if value.real? && value.finite?

        raise Error.invalid(field, "invalid #{field}: expected a number of seconds, found #{value}")
      end

      def time(value)
        return value if value.nil? || value.is_a?(String)

        value = value.to_time if value.respond_to?(:to_time)
        value.respond_to?(:getutc) ? value.getutc.iso8601(3) : value
      end

      def workflow(value)
        value.is_a?(Record) ? value.as_json : value
      end

      # `nil` takes the workflow away.
      def workflow_or_none(value)
        return nil if UNSAID.equal?(value)

        value.nil? ? NONE : workflow(value)
      end

      # A web server hands over a body as bytes.
      def body(value)
        value.is_a?(String) ? value.dup.force_encoding(Encoding::UTF_8) : value
      end
    end

    # A `nil` that is said.
    NONE = Object.new.freeze
  end
  private_constant :Given
end
