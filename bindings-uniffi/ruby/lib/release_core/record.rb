# frozen_string_literal: true

module ReleaseCore
  # What the engine answers: a frozen value, compared by what it holds, that can be taken apart by patterns.
  #
  #     case releases.live("web", "production")
  #     in { deployment: { release_candidate_version: version } } then puts version
  #     end
  class Record
    # @private
    Attribute = Struct.new(:name, :codec, :json, :default, :required, :always, keyword_init: true)

    class << self
      # @private
      def attributes
        @attributes ||= []
      end

      # @private
      def read(json)
        record = allocate
        record.send(:fill, attributes.to_h { |a| [a.name, json.key?(a.json) ? take(a.codec, json[a.json]) : a.default] })
        record
      end

      # @private
      def take(codec, value)
        case codec
        when _ = nil then nil
        when :time then value && Time.iso8601(value)
        when :word then value&.to_sym
        when Array then value&.map { |item| take(codec.first, item) }&.freeze
        when String then value && ReleaseCore.const_get(codec).read(value)
        else value.freeze
        end
      end

      private

      def attribute(name, codec, json: name, default: nil, required: false, always: required)
        attributes << Attribute.new(name: name, codec: codec, json: json.to_s, default: default, required: required,
                                    always: always)
        attr_reader name
      end
    end

    # A record of these values by their names.
    # @raise [ArgumentError] for a name that it does not have, and for one that is missing.
    def initialize(**values)
      attributes = self.class.attributes
      unknown = values.keys - attributes.map(&:name)
      missing = attributes.select(&:required).map(&:name) - values.keys
      raise ArgumentError, "unknown: #{unknown.join(', ')}" unless unknown.empty?
      raise ArgumentError, "missing: #{missing.join(', ')}" unless missing.empty?

      fill(attributes.to_h { |a| [a.name, values.fetch(a.name, a.default)] })
    end

    # The values by their names; records in them stay what they are.
    # @return [Hash{Symbol => Object}]
    def to_h
      self.class.attributes.to_h { |a| [a.name, public_send(a.name)] }
    end

    # For patterns.
    def deconstruct_keys(_names)
      to_h
    end

    # The record as the engine writes it: texts, numbers, hashes and lists, without what is not there.
    # @return [Hash{String => Object}]
    def as_json(*)
      there = self.class.attributes.reject { |a| !a.always && public_send(a.name) == a.default }
      there.to_h { |a| [a.json, plain(public_send(a.name))] }
    end

    # The record as a JSON text.
    def to_json(*arguments)
      as_json.to_json(*arguments)
    end

    def ==(other)
      other.instance_of?(self.class) && other.to_h == to_h
    end
    alias eql? ==

    def hash
      [self.class, to_h].hash
    end

    def inspect
      "#<#{self.class} #{to_h.map { |name, value| "#{name}=#{value.inspect}" }.join(', ')}>"
    end
    alias to_s inspect

    private

    def fill(values)
      values.each { |name, value| instance_variable_set(:"@#{name}", value) }
      freeze
    end

    def plain(value)
      case value
      when Record then value.as_json
      when Time then value.getutc.iso8601(3)
      when Symbol then value.to_s
      when Array then value.map { |item| plain(item) }
      else value
      end
    end
  end
end
