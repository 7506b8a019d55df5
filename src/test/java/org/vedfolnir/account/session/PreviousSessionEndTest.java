package org.vedfolnir.account.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.web.Messages;

class PreviousSessionEndTest {

    @ParameterizedTest
    @EnumSource
    void hasATextForEveryReason(EndReason reason) {
        assertThat(Messages.of(Locale.ENGLISH, PreviousSessionEnd.text(reason.name())))
                .contains(".");
    }

    @Test
    void treatsAnUnknownReasonAsAnEnd() {
        assertThat(Messages.of(Locale.ENGLISH, PreviousSessionEnd.text("A_REASON_OF_TOMORROW")))
                .isEqualTo("Your session has ended. Sign in to continue.");
    }
}
