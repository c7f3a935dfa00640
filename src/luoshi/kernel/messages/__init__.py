"""Messages 消息: what the city tells somebody, written in the same transaction as the act that it is about.

Every message lies in an in-page inbox; other channels (a chat robot, a text-message gateway, mail) are adapters that
take deliveries from the outbox and give receipts. Who receives is decided by the caller; what is said is a template,
a dated definition in both languages; when a phone may ring is data too (`quiet_hours`).
"""

from __future__ import annotations

from luoshi.kernel.messages.model import (
    Channel,
    ChannelFailed,
    Delivery,
    Message,
    QuietHours,
    Recipient,
    Template,
    Text,
)
from luoshi.kernel.messages.service import Messages

__all__ = [
    "Channel",
    "ChannelFailed",
    "Delivery",
    "Message",
    "Messages",
    "QuietHours",
    "Recipient",
    "Template",
    "Text",
]
