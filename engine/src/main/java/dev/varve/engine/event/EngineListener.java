package dev.varve.engine.event;

/**
 * Is told of what an engine does by itself and of what has gone wrong; see {@link
 * dev.varve.engine.event.EngineEvent}.
 *
 * <p>Called on the thread where it happens, which may be a writer's or a reader's, and by several
 * threads at once. It must return soon and must not call the engine; what it throws is logged and
 * has no other effect.
 */
@FunctionalInterface
public interface EngineListener {
  /** Ignores all events. */
  EngineListener NONE = _ -> {};

  /** Takes note of an event. */
  void on(EngineEvent event);
}
