package io.earmark.faults.inside;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A channel with failpoints where messages leave, where the broker's confirm comes in, and around the acknowledgement;
 * and the three ways of being broken that lie at the broker.
 */
final class FaultyChannel {

    private static final int MANDATORY = 2;

    private final Channel channel;
    private final Failpoints failpoints;
    private final Home home;
    private final CopyOnWriteArrayList<ConfirmListener> confirms = new CopyOnWriteArrayList<>();
    private final Set<Long> acknowledgedEarly = ConcurrentHashMap.newKeySet();
    private final Set<Long> confirmedEarly = ConcurrentHashMap.newKeySet();

    FaultyChannel(Channel channel, Failpoints failpoints, Home home) {
        this.channel = channel;
        this.failpoints = failpoints;
        this.home = home;
    }

    Channel proxy() {
        return Around.of(
                channel, ClassUtils.getAllInterfaces(channel), (method, arguments, call) -> switch (method.getName()) {
                    case "basicPublish" -> publish(arguments, call);
                    case "basicAck", "basicReject", "basicNack" -> settle(arguments, call);
                    case "addConfirmListener" -> call.proceed(heardLate(arguments));
                    case "basicConsume" -> call.proceed(acknowledgingEarly(arguments));
                    default -> call.proceed(arguments);
                });
    }

    private @Nullable Object publish(@Nullable Object[] arguments, Around.Call call) throws Throwable {
        failpoints.at("publish.before", IOException::new);
        if (Broken.MANDATORY.in(home) && arguments[MANDATORY] instanceof Boolean) {
            arguments[MANDATORY] = false;
        }
        long number = channel.getNextPublishSeqNo();
        boolean trusting = Broken.CONFIRM.in(home) && number > 0;
        if (trusting) {
            confirmedEarly.add(number);
        }
        Object result = call.proceed(arguments);
        if (trusting) {
            for (ConfirmListener listener : confirms) {
                listener.handleAck(number, false);
            }
        }
        failpoints.at("publish.after", IOException::new);
        return result;
    }

    private @Nullable Object settle(@Nullable Object[] arguments, Around.Call call) throws Throwable {
        failpoints.at("ack.before", IOException::new);
        Object result = acknowledgedEarly.remove((Long) arguments[0]) ? null : call.proceed(arguments);
        failpoints.at("ack.after", IOException::new);
        return result;
    }

    private @Nullable Object[] heardLate(@Nullable Object[] arguments) {
        if (!(arguments[0] instanceof ConfirmListener listener)) {
            return arguments;
        }
        confirms.add(listener);
        return new Object[] {
            new ConfirmListener() {
                @Override
                public void handleAck(long number, boolean multiple) throws IOException {
                    failpoints.at("confirm.before", IOException::new);
                    if (!confirmedEarly.remove(number)) {
                        listener.handleAck(number, multiple);
                    }
                }

                @Override
                public void handleNack(long number, boolean multiple) throws IOException {
                    if (!confirmedEarly.remove(number)) {
                        listener.handleNack(number, multiple);
                    }
                }
            }
        };
    }

    private @Nullable Object[] acknowledgingEarly(@Nullable Object[] arguments) {
        @Nullable Object[] changed = arguments.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] instanceof Consumer consumer) {
                changed[i] = early(consumer);
            }
        }
        return changed;
    }

    private Consumer early(Consumer consumer) {
        return Around.of(consumer, new Class<?>[] {Consumer.class}, (method, arguments, call) -> {
            if (method.getName().equals("handleDelivery") && Broken.ACK_EARLY.in(home)) {
                long tag = ((Envelope) Objects.requireNonNull(arguments[1])).getDeliveryTag();
                acknowledgedEarly.add(tag);
                channel.basicAck(tag, false);
            }
            return call.proceed(arguments);
        });
    }
}
